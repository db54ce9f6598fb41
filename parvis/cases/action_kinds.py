"""What an action of a workflow does to a case: the half of ``catalogue.workflows.actions`` that runs.

One file of ``cases/actions/`` is one action (guide: docs/guides/add-an-action.md). Rooms above have folders of theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from parvis.cases.models import Case
from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.workflows.actions import Action, actions
from parvis.catalogue.workflows.definition import Delay, Step, Template, Workflow, compiled_delay, workflow_of
from parvis.common.errors import DomainError
from parvis.organisations.access import AgentSession

register = actions.register


class ActionFailed(DomainError):
    """The action could not be done. ``again``: trying later may succeed."""

    code = "action_failed"

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


class NotYet(ActionFailed):
    """What the action needs is being made by another job: it is tried again in a moment, and nothing is wrong."""


@dataclass
class Run:
    """An action at work on a locked case. It changes the case in memory and names the columns; the engine writes them.

    ``by`` is the agent who made the transition, None when the person, a timer or a system did. ``read`` gives what
    formulas read, as the case is now. ``turn`` is the entry in the status that the action belongs to.
    """

    case: Case
    flow: Workflow
    step: Step
    by: AgentSession | None
    read: Callable[[], Mapping[str, Any]]
    changed: set[str] = field(default_factory=set)
    instead: "str | Promise" = ""
    """What the journal says in the place of the action's sentence, when nothing was to be done."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return what the builder set."""
        return self.step.settings

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """Return what formulas read when the action begins."""
        return self.read()

    def chosen(self, name: str) -> Any:
        """Return a setting, its usual value when the builder left it."""
        return self.settings.get(name, self.step.action.usual(name))

    def text(self, name: str) -> str:
        """Return a text of the settings with what it recalls, "" when it is not set."""
        source = self.settings.get(name, "")
        return self.flow.text(source).said(self.values) if source else ""

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list of the settings, empty ones left out."""
        said = (self.flow.text(source).said(self.values) for source in self.settings.get(name, []))
        return [text for text in said if text.strip()]

    def value(self, name: str) -> Any:
        """Return the value of a formula of the settings, None when it has none."""
        source = self.settings.get(name)
        return compile_expression(source).value(self.values) if source else None

    def formulas(self, name: str) -> dict[str, Any]:
        """Return the values of a list of formulas of the settings, by name."""
        named = self.settings.get(name, {})
        return {key: compile_expression(source).value(self.values) for key, source in named.items()}

    def delay(self, name: str) -> Delay | None:
        """Return a delay of the settings, if it is set."""
        return compiled_delay(self.settings.get(name))

    def template(self, language: str = "fr") -> Template | None:
        """Return the template of the settings in a language, if there is one."""
        flow = workflow_of(self.case.version, language) or self.flow
        return flow.templates.get(self.settings.get("template", ""))

    def touch(self, *columns: str) -> None:
        """Say which columns of the case changed."""
        self.changed.update(columns)

    def keep(self, part: str, **kept: Any) -> None:
        """Keep values in a part of what the workflow remembers of the case."""
        track = dict(self.case.track)
        track[part] = {**track.get(part, {}), **kept}
        self.case.track = track
        self.touch("track")


class CaseAction(Action):
    """Base of actions on a case. One of the transaction has ``run``; one of a job, ``prepare`` and ``perform``."""

    def run(self, run: Run) -> None:
        """Do it, inside the transaction. Raises DomainError with a sentence for agents."""
        raise NotImplementedError

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return what the job is given, as JSON: inside the transaction, so that it says what was true then."""
        raise NotImplementedError

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:
        """Do it, outside any transaction; return what came of it. ``key`` is the same at each try.

        Raises ActionFailed.
        """
        raise NotImplementedError

    def suppose(self, run: Run) -> None:
        """Keep what a trial, where nothing is called, supposes came of a job: nothing, unless others wait for it."""

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Keep what came of it, in the transaction that ends the job."""
