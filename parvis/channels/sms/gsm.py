"""The alphabet of SMS and how many parts a text takes (3GPP TS 23.038, 6.2; TS 23.040, 9.2.3.24).

A text whose every character is in the GSM alphabet takes 160 of them, or 153 a part; one other character and all
of it goes by 16-bit units, 70 or 67 a part. French needs care: « é è à ù » are in the alphabet, « ê î ô ç œ » and the
typographic apostrophe are not.
"""

import unicodedata
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Characters of one septet."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Characters of two septets: an escape, then the character. They are never cut between two parts."""
GSM, UCS2 = "gsm", "ucs2"
_ALONE, _CHAINED = {GSM: 160, UCS2: 70}, {GSM: 153, UCS2: 67}
_TYPOGRAPHY = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "–": "-", "—": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "œ": "oe", "Œ": "OE", "•": "-",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How a text travels: its encoding, and in how many parts. Each part is paid."""

    encoding: str
    parts: int


def size(text: str) -> Size:
    """Return the encoding and the parts of a text; an empty one takes one part."""
    encoding = GSM if all(char in BASIC or char in EXTENDED for char in text) else UCS2
    weights = [_weight(char, encoding) for char in text]
    if sum(weights) <= _ALONE[encoding]:
        return Size(encoding, 1)
    parts, room = 1, _CHAINED[encoding]
    for weight in weights:
        if weight > room:
            parts, room = parts + 1, _CHAINED[encoding]
        room -= weight
    return Size(encoding, parts)


def spared(text: str) -> str:
    """Return a text that says the same in the GSM alphabet where it can: typography first, then accents if needed.

    A text in another script is left as it is: it has no other way.
    """
    plain = text.translate(_TYPOGRAPHY)
    if size(plain).encoding == GSM:
        return plain
    bare = "".join(_bare(char) for char in plain)
    return bare if size(bare).encoding == GSM else plain


def cut(text: str, most: int) -> str:
    """Return the beginning of a text that fits in ``most`` parts, ended by « ... » when something is left out."""
    if size(text).parts <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = size(text[:middle].rstrip() + "...").parts <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "..."


def _weight(char: str, encoding: str) -> int:
    if encoding == GSM:
        return 2 if char in EXTENDED else 1
    return 2 if ord(char) > 0xFFFF else 1  # a surrogate pair stays in one part


def unaccented(text: str) -> str:
    """Return a text without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _bare(char: str) -> str:
    return char if char in BASIC or char in EXTENDED else unaccented(char)
