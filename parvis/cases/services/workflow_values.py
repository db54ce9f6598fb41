"""What the formulas and the texts of a workflow read: answers, forms given, the person, and the case itself."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from parvis.cases.models import Case, Outcome
from parvis.cases.numbers import say_number, secret_code
from parvis.cases.services.notices import follow_up_address
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.definition import Workflow
from parvis.catalogue.workflows.names import CASE_PARTS
from parvis.common import clock


def values_of(case: Case, flow: Workflow) -> dict[str, Any]:
    """Return what is known of a case, by name. What costs a query is looked up only when the workflow reads it."""
    form = engine.compiled(case.version)
    service = engine.compiled_for_agents(case.version)
    context = engine.Context(
        channel=case.channel,
        signed_in=case.person_account is not None,
        person=_person(case),
        options=form.parameters,
    )
    values = {**context.values(), **form.empty_values}
    if service is not None:
        values |= service.empty_values
    values |= case.answers
    values |= case.agent_answers
    given = case.track.get("forms", {})
    for key, asked in flow.forms.items():
        own = {question: asked.empty_values[question] for question in asked.by_key}
        values[key] = {**own, **given.get(key, {})}
    values["case"] = {name: _FACTS[name](case, flow) for name in flow.case_parts if name in _FACTS}
    return values


def signal_token(case: Case, name: str) -> str:
    """Return the secret with which an outside system sends a signal to a case."""
    return secret_code(f"signal.{name}", case.pk)


def signal_address(case: Case, name: str) -> str:
    """Return the address of a signal."""
    return f"{settings.PUBLIC_URL}/api/v1/signals/{case.pk}/{name}"


def _person(case: Case) -> Mapping[str, str]:
    return case.person.parts if case.person is not None else {}


def _signals(case: Case, flow: Workflow) -> dict[str, Any]:
    return {
        name: {"address": signal_address(case, name), "token": signal_token(case, name)}
        for name in flow.signals
    }


def _functions(case: Case, flow: Workflow) -> dict[str, str]:
    held = case.track.get("functions", {})
    return {key: held.get(key, {}).get("name", "") for key in flow.functions}


def _status(case: Case, flow: Workflow) -> str:
    return flow.statuses[case.status].label if case.status in flow.statuses else ""


def _days_in_status(case: Case, _flow: Workflow) -> int:
    return (clock.now() - (case.status_since or case.received_at)).days


_FACTS: dict[str, Callable[[Case, Workflow], Any]] = {
    "number": lambda case, _flow: say_number(case.number),
    "subject": lambda case, _flow: case.subject,
    "procedure": lambda case, _flow: engine.compiled(case.version).title,
    "body": lambda case, _flow: case.organisation.name,
    "team": lambda case, _flow: case.team.name,
    "assignee": lambda case, _flow: str(case.assignee) if case.assignee else "",
    "status": lambda case, _flow: case.status,
    "status_label": _status,
    "previous": lambda case, _flow: case.track.get("previous", ""),
    "transition": lambda case, _flow: case.track.get("transition", ""),
    "state": lambda case, _flow: str(case.state),
    "outcome": lambda case, _flow: str(Outcome(case.outcome).label) if case.outcome else "",
    "received_on": lambda case, _flow: timezone.localdate(case.received_at).isoformat(),
    "due_on": lambda case, _flow: case.due_on.isoformat() if case.due_on else "",
    "days_in_status": _days_in_status,
    "address": lambda case, _flow: follow_up_address(case),
    "desk_address": lambda case, _flow: f"{settings.PUBLIC_URL}/bureau/demandes/{case.number}/",
    "place": lambda case, _flow: case.place,
    "municipality": lambda case, _flow: str(case.municipality or ""),
    "channel": lambda case, _flow: case.channel,
    "person_name": lambda case, _flow: case.person_name,
    "priority": lambda case, _flow: case.track.get("priority", {}).get("level", "normal"),
    "tags": lambda case, _flow: case.track.get("tags", {}).get("all", []),
    "comment": lambda case, _flow: case.track.get("comment", ""),
    "results": lambda case, _flow: case.track.get("results", {}),
    "functions": _functions,
    "signals": _signals,
}
assert set(_FACTS) == CASE_PARTS  # noqa: S101 - what the lint allows is what is given
