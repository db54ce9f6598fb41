"""Which transitions several cases may make together, and what came of those that did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from parvis.cases.models import Case, GroupedMove, GroupedState
from parvis.cases.workflow_story import transition_offered
from parvis.catalogue.workflows.definition import Transition, workflow_of
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession


@dataclass
class Together:
    """A transition that may be made on several of the cases chosen. ``others`` cannot make it now."""

    key: str
    label: str
    help: str
    ready: list[Case] = field(default_factory=list)
    others: list[Case] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a gesture on several cases."""

    label: str
    moves: Sequence[GroupedMove]
    done: int
    refused: int
    waiting: int


def offered_together(cases: Iterable[Case], agent: AgentSession) -> list[Together]:
    """Return the grouped transitions that an agent may make on at least one of the cases, by label.

    Cases of one procedure version make the same transition; of two versions, they do when its key and label agree.
    """
    chosen = list(cases)
    found: dict[tuple[str, str], Together] = {}
    for case in chosen:
        for each in _grouped(case):
            if transition_offered(case, each.key, agent=agent) is not None:
                key = (each.key, each.label)
                found.setdefault(key, Together(each.key, each.label, each.help)).ready.append(case)
    for one in found.values():
        ready = {case.pk for case in one.ready}
        one.others = [case for case in chosen if case.pk not in ready]
    return sorted(found.values(), key=lambda one: one.label)


def report_of(batch: UUID, agent: AgentSession) -> Report:
    """Return what came of a gesture of the agent, on the cases they still see. Raises NotFound."""
    moves = list(
        GroupedMove.objects.filter(batch=batch, agent_id=agent.agent_id).select_related("case").order_by("pk")
    )
    if not moves:
        raise NotFound
    states = Counter(each.state for each in moves)
    return Report(
        moves[0].label,
        moves,
        states[GroupedState.DONE],
        states[GroupedState.REFUSED],
        states[GroupedState.WAITING],
    )


def _grouped(case: Case) -> list[Transition]:
    flow = workflow_of(case.version)
    if flow is None or case.status not in flow.statuses:
        return []
    return [each for each in flow.leaving(case.status) if each.grouped and each.pressed]
