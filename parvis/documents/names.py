"""Names of files, made harmless: a name is shown, stored, and given back to other people's computers."""

import re
import unicodedata

MAX_LENGTH = 120
_SEPARATORS = re.compile(r"[/\\]")
_REFUSED = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
# Windows opens a device instead of a file of that name.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return a name without folders, control or invisible characters, overrides of direction, or excess length.

    The end of the name is kept, so that its extension still says what it said; an empty name becomes «
    document ».
    """
    last = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    visible = "".join(
        char if unicodedata.category(char)[0] != "Z" else " " for char in last if _is_shown(char)
    )
    plain = _SPACES.sub(" ", _REFUSED.sub("_", visible)).strip(" .") or "document"
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    return _shorten(plain)


def extension_of(name: str) -> str:
    """Return what follows the last dot, in lower case and without the dot; "" when nothing does."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem else ""


def with_extension(name: str, extension: str) -> str:
    """Return the name with another end."""
    ending = extension_of(name)
    stem = name[: -len(ending) - 1] if ending else name
    return _shorten(f"{stem}.{extension}")


def _is_shown(char: str) -> bool:
    # Cc: controls; Cf: direction overrides, zero-width; Cs, Co, Cn: halves, private, unassigned.
    return unicodedata.category(char)[0] != "C" or char in "\t\n\r"


def _shorten(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    ending = extension_of(name)[:10]
    return f"{name[: MAX_LENGTH - len(ending) - 2].rstrip(' .')}…{'.' if ending else ''}{ending}"
