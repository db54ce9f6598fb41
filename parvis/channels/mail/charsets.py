"""Text out of bytes whose charset is old, wrong or missing."""

import codecs
import re

from charset_normalizer import from_bytes

# Charsets that writers name by a word Python does not know, or that everyone reads as a wider one (WHATWG Encoding).
_READ_AS = {
    "": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "7bit": "utf-8",
    "8bit": "utf-8",
    "binary": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "default": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# Not charsets of mail: some of these run in quadratic time, others read escapes.
_REFUSED = {"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_SAMPLE = 6_000
_MOSTLY_PLAIN = 0.5
"""Share of accented letters below which a text is in a language of Western Europe: Russian has over eight in ten."""
_LIKELY = ["cp1252", "iso8859_15", "cp850", "mac_roman", "cp1250", "cp1251", "cp932", "gb18030", "utf_16_le"]


def decoded(raw: bytes, charset: str) -> str:
    """Return the text of some bytes: by the charset told when it fits, else by the one they look like.

    Never raises. Characters that a page or PostgreSQL cannot hold are left out.
    """
    return _CONTROLS.sub("", _text(raw, _known(charset)))


def _text(raw: bytes, told: str) -> str:
    if told in {"cp1252", "utf-8", ""} or told.startswith("iso8859"):
        # One in ten that says Latin holds UTF-8; the reverse can't be by chance.
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        if told and told != "utf-8":
            return raw.decode(told)
    except (UnicodeError, ValueError):
        pass
    return raw.decode(_guessed(raw), "replace")


def _guessed(raw: bytes) -> str:
    """Return the charset some bytes look like, that of Western Windows for a text whose letters are mostly plain."""
    sample = raw[:_SAMPLE]
    if sum(byte > 127 for byte in sample) < _MOSTLY_PLAIN * len(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_LIKELY, steps=3, chunk_size=256).best()
    return str(best.encoding) if best is not None else "cp1252"


def _known(charset: str) -> str:
    name = charset.strip(" \t\"'").lower()[:40]
    try:
        found = codecs.lookup(_READ_AS.get(name, name))
    except (LookupError, ValueError):
        return ""
    if found.name in _REFUSED or not getattr(found, "_is_text_encoding", True):
        return ""
    return found.name
