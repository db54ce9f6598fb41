"""What a workflow names of its body (procedures, tables, letters, teams, agents), and what is named but not there."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue import letter_queries, list_queries
from parvis.catalogue.composition.workflow.steps import HOLDERS
from parvis.catalogue.forms.remarks import Level, Remark, place_in_words
from parvis.catalogue.workflows.actions import Kind, actions
from parvis.organisations.models import Organisation
from parvis.organisations.named_queries import agent_names, team_names
from parvis.studio import queries
from parvis.studio.workbench import Workbench


def _tables(body: Organisation) -> Iterable[tuple[str, str]]:
    return ((one.code, one.title) for one in list_queries.tables_of(body))


OF_BODY: dict[str, Callable[[Organisation], Iterable[tuple[str, str]]]] = {
    "procedure": queries.titles,
    "table": _tables,
    "dataset": _tables,
    "team": lambda body: ((name, "") for name in team_names(body)),
    "agent": agent_names,
    "letter": lambda body: ((one.code, one.title) for one in letter_queries.letters_of(body)),
}
"""What settings choose from, by their name: what is kept, its words."""
_LOOKED_UP = frozenset({Kind.TEAM, Kind.AGENT, Kind.PROCEDURE})


def unknown(bench: Workbench) -> list[Remark]:
    """Return a warning for each thing of the body that a workflow names and that is not there.

    Warnings only: a procedure may be treated by another body, which has it. Costs nothing when nothing is named.
    """
    there: dict[str, set[str]] = {}
    found = []
    for path, setting, said in _named(bench.definition):
        if setting not in there:
            there[setting] = {code.casefold() for code, _words in OF_BODY[setting](bench.body)}
        if said.casefold() not in there[setting]:
            pointer = "/" + "/".join(str(each) for each in path)
            words = _("« %(name)s » n’existe pas dans votre organisme : choisissez dans la liste.")
            place = place_in_words(bench.definition, path)
            found.append(Remark(Level.WARNING, pointer, place, words % {"name": said}))
    return found


def _named(definition: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield where something of the body is named, by which setting, its name; not what a formula or an address says."""
    flow = definition.get("workflow", {})
    for part, holder in HOLDERS.items():
        for rank, each in enumerate(flow.get(part, [])):
            for place, step in enumerate(each.get(holder, [])):
                for setting, said in _settings(step):
                    yield ("workflow", part, rank, holder, place, setting), setting, said


def _settings(step: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if step.get("do") not in actions:
        return
    for setting in actions.get(step["do"]).settings:
        said = step.get(setting.key)
        if setting.kind in _LOOKED_UP and setting.key in OF_BODY and said and not {"@", "{"} & set(said):
            yield setting.key, said
