"""Where and for whom a form is filled, as its formulas and prefills read it."""

from parvis.cases.models import Case, Draft, IntakeChannel
from parvis.catalogue.contacts import CIVILITIES
from parvis.catalogue.forms import engine
from parvis.people import access

PROFILE = "person"


def draft_context(draft: Draft, form: engine.Form, *, prefills: bool = False) -> engine.Context:
    """Return the context of a deposit on its way. The profile is read only when the form needs it.

    ``prefills``: a page is about to be shown for the first time, and what the profile knows with it.
    """
    needed = PROFILE in form.reads or any(
        question.prefill and question.prefill.source == PROFILE and (prefills or question.prefill.locked)
        for question in form.prefilled
    )
    return engine.Context(
        channel=IntakeChannel.WEB,
        signed_in=draft.person_id is not None,
        person=_profile(draft) if needed and draft.person_id else {},
        known=draft.known,
    )


def case_context(case: Case) -> engine.Context:
    """Return the context in which the answers of a case were given, as far as it is known."""
    return engine.Context(channel=case.channel, at=case.first_received_at)


def _profile(draft: Draft) -> dict[str, str]:
    parts = access.get_person(draft.person_id).parts if draft.person_id else {}
    codes = {str(words): code for code, words in CIVILITIES.items()}
    return {**parts, "civility": codes.get(parts.get("civility", ""), parts.get("civility", ""))}
