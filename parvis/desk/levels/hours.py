"""Hours, closures and special days as an administrator types them, line by line, and back."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_RANGE = re.compile(r"(\d{1,2})[:h](\d{2})?\s*(?:-|–|à)\s*(\d{1,2})[:h](\d{2})?")
_DATE = r"(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})"
_CLOSURE = re.compile(rf"{_DATE}(?:\s*(?:-|–|au|\.\.)\s*{_DATE})?(?:\s*:\s*(.*))?")


def read_ranges(text: str) -> list[list[str]]:
    """Return « 09:00-12:00, 13h30-17h » as pairs; an empty text is a closed day. Raises ValidationError."""
    ranges = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        found = _RANGE.fullmatch(part)
        if found is None:
            said = _("« %(text)s » ne se lit pas. Écrivez par exemple 09:00-12:00, 13:30-17:00.")
            raise ValidationError(said % {"text": part[:40]})
        start, end = f"{int(found[1]):02}:{found[2] or '00'}", f"{int(found[3]):02}:{found[4] or '00'}"
        ranges.append([start, end])
    return ranges


def read_closures(text: str) -> list[dict[str, str]]:
    """Return closures, one a line: « 03/08/2026 au 14/08/2026 : congés d’été ». Raises ValidationError."""
    found = []
    for line in _lines(text):
        parts = _CLOSURE.fullmatch(line)
        if parts is None:
            said = _(
                "« %(text)s » ne se lit pas. Écrivez par exemple 03/08/2026 au 14/08/2026 : congés d’été."
            )
            raise ValidationError(said % {"text": line[:60]})
        since = _day(parts[1])
        if not parts[3]:
            said = _("Il manque la raison. Écrivez par exemple « %(text)s : congés d’été ».")
            raise ValidationError(said % {"text": line.rstrip(" :")})
        found.append(
            {"since": since, "until": _day(parts[2]) if parts[2] else since, "why": parts[3].strip()}
        )
    return found


def read_special_days(text: str) -> list[dict[str, Any]]:
    """Return special days, one a line: « 24/12/2026 : 09:00-12:00 : veille de Noël ». Raises ValidationError."""
    found = []
    for line in _lines(text):
        parts = re.split(r"\s*:\s+", line, maxsplit=2)
        if len(parts) != 3 or not re.fullmatch(_DATE, parts[0]):
            said = _(
                "« %(text)s » ne se lit pas. Écrivez par exemple 24/12/2026 : 09:00-12:00 : veille de Noël."
            )
            raise ValidationError(said % {"text": line[:60]})
        day, written, why = parts
        closed = written.lower() in {"fermé", "ferme"}
        found.append({"day": _day(day), "hours": [] if closed else read_ranges(written), "why": why})
    return found


def write_ranges(ranges: Iterable[Iterable[str]]) -> str:
    """Return pairs as they are typed."""
    return ", ".join("-".join(pair) for pair in ranges)


def write_closures(closures: Iterable[Mapping[str, str]]) -> str:
    """Return closures as they are typed, one a line."""
    return "\n".join(f"{_shown(one['since'])} au {_shown(one['until'])} : {one['why']}" for one in closures)


def write_special_days(days: Iterable[Mapping[str, Any]]) -> str:
    """Return special days as they are typed, one a line."""
    return "\n".join(
        f"{_shown(one['day'])} : {write_ranges(one['hours']) or _('fermé')} : {one['why']}" for one in days
    )


def _lines(text: str) -> list[str]:
    plain = text.replace("\u00a0", " ")
    return [line.strip() for line in plain.splitlines() if line.strip()]


def _day(text: str) -> str:
    try:
        if "/" in text:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day)).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(_("« %(text)s » n’est pas une date.") % {"text": text}) from None


def _shown(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
