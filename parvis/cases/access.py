"""Who may see and do what with a case. Objects reach a view only through here; others' are « not found »."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from parvis.cases import journal
from parvis.cases.errors import CaseNotFound, CoSignatureNotFound, DraftNotFound, NotForThisRole, WrongCode
from parvis.cases.models import (
    OPEN,
    Attachment,
    Case,
    CorrectionState,
    CoSignature,
    Draft,
    LegalState,
    Outcome,
    Participation,
)
from parvis.cases.models.case import CaseQuerySet
from parvis.cases.numbers import code_hash, read_number
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.common.postgresql.compiled import Compiled, hole
from parvis.organisations import access as habilitations
from parvis.organisations.access import AgentSession


def get_case(case_id: UUID, *, lock: bool = False, whole: bool = False, known: Case | None = None) -> Case:
    """Return a case in which the current actor takes part. Raises CaseNotFound.

    With ``lock``, no one else changes it until the end of the transaction; ``whole`` reads what is around it too.
    ``known`` is the same case read a moment before it is locked: what was around it then is not read again.
    """
    if lock:
        case = _locked[whole and known is None].one(key=case_id)
        if case is None or not _takes_part(actor.current(), case):
            raise CaseNotFound
        if known is not None:
            _surround(case, known)
        return case
    return _found(_by_key, key=case_id)


def lock_cases(keys: Iterable[UUID]) -> list[Case]:
    """Return those of these cases in which the current actor takes part, locked in order, to write on them together."""
    seen = Case.objects.visible_to(actor.current()).filter(pk__in=list(keys)).order_by("pk")
    known = _whole(seen).defer("version__definition", "answers", "original")
    return list(known.select_for_update(of=("self",)))


def _lock(*, whole: bool) -> QuerySet[Case]:
    """Lock cases, and read with them what every gesture asks: whose they are, for whom it writes."""
    cases = Case.objects.filter(pk=hole("key"))
    known = _whole(cases) if whole else cases.select_related("organisation", "team")
    return known.select_for_update(of=("self",))


_locked = {whole: Compiled(partial(_lock, whole=whole)) for whole in (False, True)}


def _takes_part(viewer: actor.Actor, case: Case) -> bool:
    """Say whether the viewer takes part in a case: seen at once for its team and its person, else asked."""
    at_once = viewer.system or case.pk in viewer.proved or case.team_id in viewer.teams
    if at_once or (viewer.person is not None and viewer.person == case.person_id):
        return True
    return Case.objects.visible_to(viewer).filter(pk=case.pk).exists()


def get_case_by_number(number: str) -> Case:
    """Return a case by the number in an address or on a letter. Raises CaseNotFound."""
    plain = read_number(number)
    if plain is None:
        raise CaseNotFound
    return _found(_by_number, number=plain)


def _found(reading: "Compiled[Case]", **key: Any) -> Case:
    viewer = actor.current()
    if not (viewer.system or viewer.proved or viewer.person or viewer.teams):  # nobody takes part in anything
        raise CaseNotFound
    case = reading.one(
        system=viewer.system,
        proved=list(viewer.proved),
        person=viewer.person,
        teams=list(viewer.teams),
        **key,
    )
    if case is None:
        raise CaseNotFound
    return case


_AROUND = ("organisation", "team", "assignee", "person", "version", "municipality")
"""What the page of a case shows beside it."""


def _whole(cases: CaseQuerySet) -> CaseQuerySet:
    """Read cases with what their pages show."""
    return cases.select_related(*_AROUND)


def _surround(case: Case, known: Case) -> None:
    """Give a case what is around it, from the same one read before; what changed since is read when it is asked."""
    for name in _AROUND:
        is_same = getattr(case, f"{name}_id") == getattr(known, f"{name}_id")
        if is_same and name in known._state.fields_cache:  # noqa: SLF001 - Django’s own way to prefetch
            setattr(case, name, getattr(known, name))


_by_key = Compiled(lambda: _whole(Case.objects.visible_later().filter(pk=hole("key"))))
_by_number = Compiled(lambda: _whole(Case.objects.visible_later().filter(number=hole("number"))))


def get_co_signature(co_signature_id: UUID, *, lock: bool = False) -> CoSignature:
    """Return a signature asked of the person who holds its link, or of a case seen. Raises CoSignatureNotFound."""
    found = CoSignature.objects.select_for_update(of=("self",)) if lock else CoSignature.objects.all()
    try:
        return found.get(pk=co_signature_id)
    except CoSignature.DoesNotExist:
        raise CoSignatureNotFound from None


def prove_case(*, number: str, code: str) -> UUID:
    """Return the id of the case that number and follow-up code open together. Raises WrongCode.

    The caller limits attempts (``parvis.common.throttle``) and keeps the id in the session.
    """
    plain = read_number(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_find_case(%s, %s)", [plain or "", code_hash("follow-up", code)])
        found = cursor.fetchone()[0]
    if found is None:
        raise WrongCode
    return UUID(str(found))


# What a page of a deposit reads beside the draft; the form compiled from the definition is kept in memory. Anything
# else is fetched when it is asked for.
_BESIDE = (
    *(f"version__{name}" for name in ("checksum", "procedure__code", "procedure__organisation")),
    *(
        f"organisation__{name}"
        for name in ("name", "slug", "kind", "theme", "territory", "insee_code", "parent")
    ),
    *(f"organisation__{name}" for name in ("latitude", "longitude", "phone", "email", "dpo_contact")),
)


_DRAFT = tuple(field.name for field in Draft._meta.concrete_fields)  # noqa: SLF001 - Django's documented API


def _drafts(*, alone: bool, lock: bool) -> QuerySet[Draft]:
    drafts = Draft.objects.filter(pk=hole("key"))
    if not alone:
        drafts = drafts.select_related("version__procedure", "organisation").only(*_DRAFT, *_BESIDE)
    return drafts.select_for_update(of=("self",)) if lock else drafts


_compiled_drafts = {
    (alone, lock): Compiled(partial(_drafts, alone=alone, lock=lock))
    for alone in (False, True)
    for lock in (False, True)
}


def get_draft(draft_id: UUID, *, lock: bool = False, alone: bool = False) -> Draft:
    """Return a draft of the current actor, sent or not, with its version and body. Raises DraftNotFound.

    ``alone`` reads the draft's own row only: enough to write on it.
    """
    draft = _compiled_drafts[alone, lock].one(key=draft_id)
    if draft is None:
        raise DraftNotFound
    return draft


def prove_draft(*, code: str) -> UUID:
    """Return the id of the draft that a resume code opens. Raises DraftNotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_find_draft(%s)", [code_hash("resume", code)])
        found = cursor.fetchone()[0]
    if found is None:
        raise DraftNotFound
    return UUID(str(found))


def get_given_file(case: Case, attachment_id: UUID) -> Attachment:
    """Return a file of a case that its person may open, never an internal one, with its content. Raises NotFound."""
    files = case.attachments.select_related("file").filter(is_internal=False)
    try:
        return files.get(pk=attachment_id)
    except Attachment.DoesNotExist:
        raise NotFound from None


def can_handle(agent: AgentSession, case: Case) -> bool:
    """Examining, asking for pieces and closing belong to the team that holds the case: its handlers and manager."""
    return habilitations.can_handle(agent, case.team_id)


def can_answer(agent: AgentSession, case: Case) -> bool:
    """Whoever examines a case answers its person; so does a desk that receives the public for the body."""
    return can_handle(agent, case) or habilitations.can_receive_for(agent, case.organisation_id)


def can_write_note(agent: AgentSession, case: Case) -> bool:  # noqa: ARG001 - seeing the case is the whole condition
    """Whoever takes part in a case may leave a note for colleagues; ``get_case`` has checked that they do."""
    return bool(agent.teams)


def call_backs_promised(case: Case) -> dict[str, datetime]:
    """The call-backs promised to the person that nobody made yet: by when, by their key."""
    found: dict[str, datetime] = {}
    for entry in journal.told(case, "callback_promised", "callback_made"):
        if entry.kind == "callback_promised":
            found[entry.facts["callback"]] = datetime.fromisoformat(entry.facts["due_at"])
        else:
            found.pop(entry.facts["callback"], None)
    return found


def awaits_call_back(case: Case) -> bool:
    """Someone promised to call the person, and did not yet."""
    return bool(call_backs_promised(case))


def can_decide(agent: AgentSession, case: Case) -> bool:
    """A handler or the manager of the team that holds the case, while no express decision has been taken."""
    return habilitations.can_decide(agent, case.team_id) and awaits_decision(case)


def awaits_decision(case: Case) -> bool:
    """An express decision may still be taken: the case is open, or only silence has refused it (CJA R421-2)."""
    refused_by_silence = case.state == LegalState.DECIDED and case.outcome == Outcome.IMPLIED_REFUSED
    return case.state in OPEN or refused_by_silence


def can_give_reasons(agent: AgentSession, case: Case) -> bool:
    """The team that holds the case says why silence refused it (CRPA L232-4)."""
    return can_handle(agent, case)


def awaits_reasons(case: Case) -> bool:
    """The person asked why silence refused, and has no answer yet."""
    if case.outcome != Outcome.IMPLIED_REFUSED:
        return False
    said = {entry.kind for entry in journal.told(case, "reasons_asked", "reasons_given")}
    return said == {"reasons_asked"}


def can_transfer(agent: AgentSession, case: Case) -> bool:
    """The team that holds the case forwards it until it is decided; so does the desk that received it (CRPA L114-2)."""
    return can_answer(agent, case) and case.state in OPEN


def can_withdraw(case: Case) -> bool:
    """The person may take the demand back until it is decided."""
    return case.state in OPEN


def can_correct(case: Case) -> bool:
    """The person may put their demand right until it is decided (CRPA L123-1)."""
    return case.state in OPEN


def has_correction_to_settle(case: Case) -> bool:
    """A correction was proposed while the case is examined, and nobody has said yes or no."""
    if case.state not in OPEN or not journal.told(case, "correction_proposed"):
        return False
    return case.corrections.filter(state=CorrectionState.PROPOSED).exists()


def is_open(case: Case) -> bool:
    """Someone still owes something to someone."""
    return case.state in OPEN


def opinions_awaited(case: Case) -> list[dict[str, Any]]:
    """The opinions asked on a case that have not come, those whose delay is over included (``lapsed``)."""
    found: dict[str, dict[str, Any]] = {}
    for entry in journal.told(case, "opinion_asked", "opinion_given", "opinion_lapsed"):
        facts = entry.facts
        if entry.kind == "opinion_asked":
            found[facts["opinion"]] = facts | {"lapsed": False}
        elif entry.kind == "opinion_lapsed" and facts["opinion"] in found:
            found[facts["opinion"]]["lapsed"] = True
        else:
            found.pop(facts["opinion"], None)
    return list(found.values())


def can_advise_on(agent: AgentSession, asked: dict[str, Any]) -> bool:
    """An opinion is given by the referents, the handlers or the manager of the team that was asked."""
    team: int = asked["team"]
    return habilitations.can_advise(agent, team) or habilitations.can_handle(agent, team)


def can_give_opinion(agent: AgentSession, case: Case) -> bool:
    """Someone of another team than the one that holds the case may give the opinion asked of theirs."""
    if not agent.teams - {case.team_id}:  # nothing to look up for who acts in the team in charge only
        return False
    return any(can_advise_on(agent, asked) for asked in opinions_awaited(case))


def breach_followed(case: Case) -> dict[str, Any] | None:
    """The breach of personal data of a case, neither notified nor shown harmless yet; None when there is none."""
    told = journal.told(case, "breach_found", "breach_notified", "breach_cleared")
    return told[-1].facts if told and told[-1].kind == "breach_found" else None


def can_write(case: Case) -> bool:
    """The person may write as long as the case is neither withdrawn nor handed outside the platform."""
    return case.state not in {LegalState.WITHDRAWN, LegalState.TRANSFERRED_OUT}


def require(allowed: bool) -> None:
    """Raise NotForThisRole unless ``allowed``: predicates stay readable, refusals stay one."""
    if not allowed:
        raise NotForThisRole


def can_merge_persons(agent: AgentSession, *person_ids: UUID) -> bool:
    """Persons are put together, or apart, by a case handler or a manager whose teams know each by a demand."""
    teams = [team for team, roles in agent.roles_by_team.items() if roles & habilitations.DECIDING_ROLES]
    known = Participation.objects.filter(case__person_id__in=person_ids, team_id__in=teams, until=None)
    return known.values("case__person_id").distinct().count() == len({*person_ids})
