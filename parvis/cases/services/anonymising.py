"""Personal data of a case forgotten before the time of its procedure, because its workflow is done with it.

What was issued (decisions, letters, receipts) stays: it is an act, kept or destroyed with the archives of the body
(code du patrimoine, L212-3). The journal stays too, without its personal parts: its chain still verifies.
"""

from typing import Any

from parvis.cases import journal
from parvis.cases.models import (
    OPEN,
    ActionRun,
    Appointment,
    Attachment,
    Case,
    Consultation,
    Correction,
    CoSignature,
    HeldAnswer,
    JournalEntry,
    Message,
    Payment,
    PieceRequest,
    RunState,
)
from parvis.cases.plain_types import says_nothing
from parvis.cases.services.indexing import reindex_case
from parvis.catalogue.forms import engine
from parvis.common import actor
from parvis.documents.models import IssuedDocument
from parvis.documents.services.forget import forget_files

_REMEMBERED = (
    "previous",
    "transition",
    "arrived",
    "functions",
    "priority",
    "payments",
    "appointments",
    "documents",
)
"""What the workflow keeps of a case and that says nothing of anyone."""


def forget_answers(case: Case) -> set[str]:
    """Take away the answers in free words, names, dates, places and files of a locked case; return what changed."""
    form = engine.compiled(case.version)
    case.answers = _plain(form, case.answers)
    case.subject = form.title[:250]  # made of answers
    service = engine.compiled_for_agents(case.version)
    case.agent_answers = _plain(service, case.agent_answers) if service else {}
    case.original = {}
    case.track = {key: case.track[key] for key in _REMEMBERED if key in case.track}
    return {"answers", "agent_answers", "original", "track", "subject"}


def forget_person(case: Case) -> set[str]:
    """Untie a locked case from its person; return what changed. It is found by its number alone from then on."""
    case.person, case.person_name = None, ""
    return {"person", "person_name"}


def forget_all(case: Case) -> set[str]:
    """Take away everything personal of a locked case that ended, and of what hangs on it; return what changed."""
    changed = forget_answers(case) | forget_person(case)
    case.place, case.latitude, case.longitude = "", None, None
    with actor.admitting(case.pk):
        _forget_around(case)
        _forget_files(case)
        _forget_journal(case)
        reindex_case(case)
    return changed | {"place", "latitude", "longitude"}


def may_forget(case: Case) -> bool:
    """Return whether nobody is still owed anything: what is forgotten could no longer be answered."""
    return case.state not in OPEN


def _plain(form: engine.Form, answers: dict[str, Any]) -> dict[str, Any]:
    return {
        key: answers[key]
        for key, question in form.by_key.items()
        if key in answers and says_nothing(question.type.code)
    }


def _forget_around(case: Case) -> None:
    Message.objects.filter(case=case).update(text="–")
    Consultation.objects.filter(case=case).update(question="–", answer="")
    PieceRequest.objects.filter(case=case).update(text="")
    Correction.objects.filter(case=case).update(answers={}, why="", refusal="")
    CoSignature.objects.filter(case=case).update(name="–", email="", signature={})
    HeldAnswer.objects.filter(case=case).update(text="–")
    Payment.objects.filter(case=case).update(subject="")
    Appointment.objects.filter(case=case).update(subject="", place="", starts_at=None, ends_at=None)
    ActionRun.objects.filter(case=case).exclude(state=RunState.WAITING).update(given={})


def _forget_files(case: Case) -> None:
    """Delete the files that were given or sent, with their contents; what was issued stays."""
    issued = set(IssuedDocument.objects.filter(about=case.pk).values_list("file_id", flat=True))
    given = Attachment.objects.filter(case=case).exclude(file_id__in=issued)
    files = list(given.values_list("file_id", flat=True))
    given.delete()
    forget_files(files=files)


def _forget_journal(case: Case) -> None:
    entries = [*JournalEntry.objects.filter(case=case).exclude(personal=None), *journal.pending(case)]
    for entry in entries:
        if entry.personal is None:
            continue
        entry.personal = journal.kinds.get(entry.kind).erase(entry.personal) or None
        entry.personal_salt = ""  # its digest stays in the chain, and no longer tells what it covered
        if entry.pk is not None:
            entry.save(update_fields=["personal", "personal_salt"])
