"""A signature book called by HTTP, or a small relay in front of one.

We POST to its address ``{"reference", "name", "sha256", "document" (base64), "signers", "text", "notice"}``, signed
(``cases.signed_calls``), under an « Idempotency-Key »; it answers ``{"reference"}``. We GET ``<address>/<reference>``,
signed; it answers ``{"state": "waiting|signed|refused", "signer", "capacity", "reason", "document" (base64)}``.
"""

import base64
import binascii
import json
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.signature_kinds import SECONDS, Progress, Sheet, SignatureBook, register
from parvis.cases.signed_calls import asked, signature

STATES = frozenset({"waiting", "signed", "refused"})
LONGEST_REFERENCE, LONGEST_WORDS = 100, 500


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
        reference = _document(sheet, "POST", sheet.address, json.dumps(told).encode()).get("reference")
        if not isinstance(reference, str) or not 0 < len(reference) <= LONGEST_REFERENCE:
            raise ActionFailed(_not_understood())
        return reference

    def look(self, sheet: Sheet, reference: str) -> Progress:
        """Return what the book says. Raises ActionFailed: no answer, or one that is not understood."""
        said = _document(sheet, "GET", f"{sheet.address.rstrip('/')}/{quote(reference, safe='')}", None)
        state = said.get("state")
        if state not in STATES:
            raise ActionFailed(_not_understood())
        words = {name: _words(said.get(name)) for name in ("signer", "capacity", "reason")}
        content = _content(said.get("document")) if state == "signed" else b""
        if state == "signed" and not words["signer"]:
            raise ActionFailed(_not_understood())
        return Progress(state=state, content=content, **words)


def _document(sheet: Sheet, method: str, address: str, content: bytes | None) -> dict[str, Any]:
    headers = {"Idempotency-Key": sheet.key, **signature(sheet.secret, content or b"")}
    if content is not None:
        headers["Content-Type"] = "application/json"
    found = asked(address, method=method, content=content, headers=headers, seconds=SECONDS)
    if not isinstance(found.document, dict):
        raise ActionFailed(_not_understood())
    return found.document


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


def _not_understood() -> str:
    return _("La réponse du parapheur n’est pas comprise.")
