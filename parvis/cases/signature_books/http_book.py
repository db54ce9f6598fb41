"""A signature book called by HTTP, or a small relay in front of one.

We POST to its address ``{"reference", "name", "sha256", "document" (base64), "signers", "text", "notice"}``, signed
(``cases.signed_calls``), under an « Idempotency-Key »; it answers ``{"reference"}``. We GET ``<address>/<reference>``,
signed; it answers ``{"state": "waiting|signed|refused", "signer", "capacity", "reason", "document" (base64)}``.
"""

import base64
import binascii

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.signature_kinds import SECONDS, Progress, Sheet, SignatureBook, register
from parvis.cases.signed_calls import Line

STATES = ("waiting", "signed", "refused")
LONGEST_WORDS = 500


@register
class HttpBook(SignatureBook):
    """Any signature book."""

    code, label = "http_book", gettext_lazy("parapheur externe, par le réseau")

    def open(self, sheet: Sheet) -> str:
        """Send the document. Raises ActionFailed: no answer, or one that is not understood."""
        told = {
            "reference": sheet.key,
            "name": sheet.name,
            "sha256": sheet.sha256,
            "document": base64.b64encode(sheet.content).decode(),
            "signers": sheet.signers,
            "text": sheet.text,
            "notice": sheet.notice_address,
        }
        line = _line(sheet)
        return line.reference_in(line.post(told))

    def look(self, sheet: Sheet, reference: str) -> Progress:
        """Return what the book says. Raises ActionFailed: no answer, or one that is not understood."""
        line = _line(sheet)
        said = line.look(reference, STATES)
        state = said["state"]
        words = {name: _words(said.get(name)) for name in ("signer", "capacity", "reason")}
        content = _content(said.get("document")) if state == "signed" else b""
        if state == "signed" and not words["signer"]:
            raise ActionFailed(line.puzzled)
        return Progress(state=state, content=content, **words)


def _line(sheet: Sheet) -> Line:
    puzzled = _("La réponse du parapheur n’est pas comprise.")
    return Line(sheet.key, sheet.address, sheet.secret, SECONDS, puzzled)


def _content(given: object) -> bytes:
    """Return the signed PDF. Raises ActionFailed when it is none."""
    try:
        content = base64.b64decode(given, validate=True) if isinstance(given, str) else b""
    except (binascii.Error, ValueError):
        content = b""
    if not content.startswith(b"%PDF-"):
        raise ActionFailed(_("Le parapheur n’a pas rendu de document PDF."))
    return content


def _words(given: object) -> str:
    return " ".join(given.split())[:LONGEST_WORDS] if isinstance(given, str) else ""
