"""What the page of a demand shows its person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.dials import answer_dial, dials, pledges
from parvis.cases.models import Attachment, Case, PieceRequest, RequestKind
from parvis.cases.numbers import say_number
from parvis.cases.queries import co_signatures_of
from parvis.cases.services.contexts import case_context as context_of_case
from parvis.cases.services.outage_certificates import touched_by
from parvis.cases.services.retiming import whole_story
from parvis.cases.timeline import Moment, timeline
from parvis.cases.workflow_story import place_for_person
from parvis.catalogue.forms import engine
from parvis.channels.queries import has_unread
from parvis.documents.kinds import accepted_kinds, ends_taken
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.portal.bodies import reach
from parvis.portal.follow_up.dates import dates
from parvis.portal.follow_up.decision import after_decision
from parvis.portal.follow_up.standing import standing, steps
from parvis.portal.outages.shown import when as outage_when
from parvis.ui.words import language

MOST_FILES, MOST_BYTES = 5, 10_000_000
ICONS = {
    "received": "received",
    "acknowledged": "mail",
    "transferred": "transfer",
    "decided": "check",
    "implied": "clock",
    "closed": "check",
}


def case_context(case: Case, *, errors: list[dict[str, str]] | None = None, text: str = "") -> dict[str, Any]:
    """Return the whole page; ``errors`` and ``text`` are those of a message that was refused."""
    request = case.piece_requests.filter(answered_at=None).last()
    form, issued = engine.compiled(case.version, language()), issued_documents(case.pk)
    said, story = _by_box(errors or []), whole_story(case)
    moments = timeline(case, reader="person")
    happened = {moment.code for moment in moments}
    clocks = dials(story)
    answer = answer_dial(clocks)
    return {
        "case": case,
        "number": say_number(case.number),
        "title": form.title,
        "standing": standing(case, why=[one.person for one in answer.why] if answer else ()),
        "place": place_for_person(case, language()),
        "dates": dates(clocks),
        "outages": [(one, outage_when(one.outage)) for one in touched_by(case)],
        "pledges": pledges(clocks),
        "after": after_decision(case, story, issued),
        "steps": steps(case),
        "unread": _unread(case),
        "moments": [_spoken(case, moment) for moment in moments],
        "request_of_pieces": request,
        "co_signatures": co_signatures_of(case) if "co_signature_asked" in happened else [],
        "items": items_of(request, said) if request and request.kind == RequestKind.PIECES else [],
        "mend_boxes": _mend_boxes(said) if request and request.kind == RequestKind.MEND else [],
        "can_correct": access.can_correct(case),
        "documents": _documents(case, issued),
        "has_receipt": any(document.kind == DocumentKind.RECEIPT for document in issued),
        "sections": [_answered(section) for section in _sent(form, case)],
        "can_write": access.can_write(case),
        "can_withdraw": access.can_withdraw(case),
        "message": _message_field(text, said.get("text", [])),
        "files": _file_box("files", _("Documents à joindre"), said, required=False),
        "errors": errors or [],
        "reach": reach(case.organisation),
    }


def _unread(case: Case) -> bool:
    """Say whether something was sent that a person who tells what they read has not told."""
    return bool(case.person and case.person.opening_agreed_at) and has_unread(case.pk)


def items_of(request: PieceRequest, said: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return the pieces asked that have not come, each with its box and what was said of it."""
    return [
        {"rank": rank, "label": item["label"], "widget": _file_box(f"piece-{rank}", item["label"], said)}
        for rank, item in enumerate(request.items)
        if not item["received_at"]
    ]


def file_of(case: Case, attachment: Attachment) -> dict[str, Any]:
    """Return a file as a line of a list: name, size, what the antivirus said, where it opens."""
    file = attachment.file
    return {
        "name": file.name,
        "size": file.size,
        "state": file.get_scan_state_display()
        if file.scan_state in {"pending", "infected", "unchecked"}
        else "",
        "href": reverse("portal:case_file", args=[case.number, attachment.pk]),
    }


def _sent(form: engine.Form, case: Case) -> list[engine.Section]:
    return engine.present(form, case.answers, context=context_of_case(case), reviewed=True, settled=True)


def _answered(section: engine.Section) -> dict[str, Any]:
    rows = [{"question": row.label, "answer": row.text, "group": row.group} for row in section.rows]
    return {"title": section.title, "rows": rows}


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


def _documents(case: Case, issued: list[IssuedDocument]) -> list[dict[str, Any]]:
    """Return what was issued, then what was given outside the messages."""
    shown = [
        {
            "name": document.file.name,
            "size": document.file.size,
            "href": reverse("portal:case_document", args=[case.number, document.pk]),
        }
        for document in issued
    ]
    given = (
        case.attachments.filter(message=None, is_internal=False)
        .select_related("file")
        .order_by("added_at", "pk")
    )
    return shown + [file_of(case, attachment) for attachment in given]


def _by_box(errors: list[dict[str, str]]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for error in errors:
        said.setdefault(error["id"], []).append(error["text"])
    return said


def _message_field(text: str, errors: list[str]) -> dict[str, Any]:
    context = {
        "id": "text",
        "name": "text",
        "label": _("Votre message"),
        "value": text,
        "rows": 5,
        "errors": errors,
    }
    return {"template": "fields/textarea.html", "context": context}


def _mend_boxes(said: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return the boxes of a correction of form: words, files, or both."""
    context = {
        "id": "mend-text",
        "name": "mend-text",
        "label": _("Votre correction"),
        "required": False,
        "rows": 4,
        "errors": said.get("mend-text", []),
    }
    words = {"template": "fields/textarea.html", "context": context}
    return [words, _file_box("mend-files", _("Documents à joindre"), said, required=False)]


def _file_box(name: str, label: str, said: dict[str, list[str]], *, required: bool = True) -> dict[str, Any]:
    kinds = accepted_kinds(None)
    context = {
        "id": name,
        "name": name,
        "label": label,
        "required": required,
        "max_files": MOST_FILES,
        "max_size": MOST_BYTES,
        "types": ", ".join(str(kind.label) for kind in kinds),
        "accept": ends_taken(kinds),
        "errors": said.get(name, []),
    }
    return {"template": "fields/file.html", "context": context}
