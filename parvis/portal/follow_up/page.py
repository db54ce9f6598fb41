"""What the page of a demand shows its person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Attachment, Case, PieceRequest
from parvis.cases.numbers import say_number
from parvis.cases.timeline import Moment, timeline
from parvis.catalogue.forms import engine
from parvis.documents.models import DocumentKind
from parvis.documents.queries import issued_documents
from parvis.portal.bodies import reach
from parvis.portal.follow_up.standing import standing, steps

ICONS = {
    "received": "received",
    "acknowledged": "mail",
    "transferred": "transfer",
    "decided": "check",
    "closed": "check",
}


def case_context(case: Case, *, errors: list[dict[str, str]] | None = None, text: str = "") -> dict[str, Any]:
    """Return the whole page; ``errors`` and ``text`` are those of a message that was refused."""
    request = case.piece_requests.filter(answered_at=None).last()
    form = engine.compiled(case.version, case.language)
    return {
        "case": case,
        "number": say_number(case.number),
        "title": form.title,
        "standing": standing(case),
        "steps": steps(case),
        "moments": [_spoken(case, moment) for moment in timeline(case, reader="person")],
        "request_of_pieces": request,
        "items": items_of(request) if request else [],
        "documents": _documents(case),
        "sections": engine.present(form, case.answers),
        "can_write": access.can_write(case),
        "can_withdraw": access.can_withdraw(case),
        "message": _message_field(text, errors),
        "files": _files_field(),
        "errors": errors or [],
        "reach": reach(case.organisation),
    }


def items_of(request: PieceRequest) -> list[dict[str, Any]]:
    """Return the pieces asked that have not come, each with its box."""
    return [
        {"rank": rank, "label": item["label"], "widget": _piece_field(rank, item["label"])}
        for rank, item in enumerate(request.items)
        if not item["received_at"]
    ]


def file_of(case: Case, attachment: Attachment) -> dict[str, Any]:
    """Return a file as a line of a list: name, size, what the antivirus said, where it opens."""
    file = attachment.file
    return {
        "name": file.name,
        "size": file.size,
        "state": file.get_scan_state_display() if file.scan_state in {"pending", "infected"} else "",
        "href": reverse("portal:case_file", args=[case.number, attachment.pk]),
    }


def _spoken(case: Case, moment: Moment) -> dict[str, Any]:
    return {
        "kind": moment.kind,
        "at": moment.at,
        "text": moment.text,
        "side": "ours" if moment.kind == "inbound" else "theirs",
        "author": _("Vous") if moment.kind == "inbound" else case.organisation.name,
        "icon": ICONS.get(moment.code, "dot"),
        "files": [file_of(case, attachment) for attachment in moment.files],
    }


def _documents(case: Case) -> list[dict[str, Any]]:
    """Return what was issued, then what was given outside the messages."""
    issued = issued_documents(case.pk)
    shown = [
        {
            "name": document.file.name,
            "size": document.file.size,
            "href": reverse("portal:case_document", args=[case.number, document.pk]),
        }
        for document in issued
    ]
    if not any(document.kind == DocumentKind.RECEIPT for document in issued):
        receipt = {
            "name": _("Accusé de réception (PDF)"),
            "href": reverse("portal:case_receipt", args=[case.number]),
        }
        shown.insert(0, receipt)
    given = (
        case.attachments.filter(message=None, is_internal=False)
        .select_related("file")
        .order_by("added_at", "pk")
    )
    return shown + [file_of(case, attachment) for attachment in given]


def _message_field(text: str, errors: list[dict[str, str]] | None) -> dict[str, Any]:
    context = {
        "id": "text",
        "name": "text",
        "label": _("Votre message"),
        "value": text,
        "rows": 5,
        "errors": [error["text"] for error in errors or [] if error["id"] == "text"],
    }
    return {"template": "fields/textarea.html", "context": context}


def _files_field() -> dict[str, Any]:
    return _file_box("files", _("Documents à joindre"), most=5, required=False)


def _piece_field(rank: int, label: str) -> dict[str, Any]:
    return _file_box(f"piece-{rank}", label, most=5, required=False)


def _file_box(name: str, label: str, *, most: int, required: bool) -> dict[str, Any]:
    context = {
        "id": name,
        "name": name,
        "label": label,
        "required": required,
        "max_files": most,
        "max_size": 10_000_000,
        "types": _("PDF, photo, texte"),
        "accept": ".pdf,.jpg,.jpeg,.png,.webp,.odt,.docx",
    }
    return {"template": "fields/file.html", "context": context}
