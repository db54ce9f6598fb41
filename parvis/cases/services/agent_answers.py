"""What agents answer to the questions that a procedure asks them while they treat a case."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.cases import access, journal
from parvis.cases.errors import WrongState
from parvis.cases.models import Case
from parvis.cases.services.contexts import case_context
from parvis.cases.services.messages import attach_files
from parvis.cases.services.saving import save_case
from parvis.catalogue.forms import engine
from parvis.common import actor
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession


def agent_form(case: Case, language: str = "fr") -> engine.Form | None:
    """Return the questions that the case's procedure asks of agents, None when it asks nothing."""
    return engine.compiled_for_agents(case.version, language)


@transaction.atomic
def answer_as_service(
    *, case_id: UUID, answers: dict[str, Any], by: AgentSession, files: Iterable[UUID] = ()
) -> Case:
    """Keep the answers of the service: all of them, in place of the former ones. Required ones may wait.

    ``files`` are stored files that the answers name and that the case does not have yet; agents alone see them.
    Raises CaseNotFound, NotForThisRole, WrongState when the procedure asks nothing of agents, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    form = agent_form(case)
    if form is None:
        raise WrongState
    given = {key: value for key, value in answers.items() if key in form.by_key}
    checked = engine.check_all(
        form,
        {**case.answers, **given},
        complete=False,
        context=case_context(case),
        held=case.agent_answers,
    )
    if checked.errors:
        raise Invalid(checked.errors)
    changed = [key for key in form.by_key if checked.answers.get(key) != case.agent_answers.get(key)]
    if not changed:
        return case
    case.agent_answers = checked.answers
    with actor.admitting(case.pk):
        attach_files(case, tuple(files), is_internal=True)
    labels = [form.by_key[key].label or key for key in changed]
    journal.record(case, "service_answered", facts={"questions": labels})
    save_case(case, "agent_answers")
    return case
