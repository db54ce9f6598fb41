"""The sheet that is printed once and slipped between two letters before they are scanned together."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.documents.scans.sheets import sheet_code
from parvis.documents.services.render import qr_code, render_pdf


def code_sheet(*, body: str, theme: dict[str, Any] | None = None, team_id: int = 0, team: str = "") -> bytes:
    """Return the PDF of a separator sheet; the letters that follow it are for ``team``, when it names one."""
    lines = [
        _("Placez cette feuille avant chaque courrier, puis numérisez le tout ensemble."),
        _("Elle sert autant de fois que vous voulez. Elle n’est pas gardée avec les courriers."),
    ]
    if team:
        lines.insert(0, _("Les courriers qui la suivent sont pour : %(team)s.") % {"team": team})
    data = {
        "title": _("Feuille intercalaire"),
        "body": body,
        "lines": lines,
        "qr": qr_code(sheet_code(team_id)),
        "qr_alt": _("Code QR lu par la numérisation"),
    }
    return render_pdf("code_sheet", data, theme=theme)
