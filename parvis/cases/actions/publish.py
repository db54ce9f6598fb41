"""What of the case is open data: a line of a table of the body, without anything of anyone."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.numbers import secret_code
from parvis.cases.plain_types import says_nothing
from parvis.catalogue.expressions import BadExpression, compile_expression, paths_of
from parvis.catalogue.forms import engine
from parvis.catalogue.list_queries import table_of
from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.services.reference_tables import import_rows
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting

OPEN_PARTS = frozenset(
    {
        "status", "status_label", "state", "outcome", "received_on", "due_on", "procedure", "body", "team",
        "municipality", "channel", "priority", "days_in_status",
    }
)  # fmt: skip
"""Parts of « case » that say nothing of anyone."""
_OPEN_NAMES = frozenset({"today", "now", "channel"})


@register
class Publish(CaseAction):
    """The line has a code of its own, which leads back to no case; published again, it is changed.

    The table is downloaded as CSV from the studio (« Listes »). Only choices, numbers, yes or no are published, and
    what the case itself says: neither words, nor names, dates, places or files.
    """

    code, label = "publish", gettext_lazy("Publier en données ouvertes")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("dataset", Kind.PROCEDURE, gettext_lazy("Table de l’organisme"), required=True),
        Setting("values", Kind.FORMULAS, gettext_lazy("Données publiées"), required=True),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:
        """Yield what would publish something of someone."""
        for name, source in settings["values"].items():
            try:
                found = _personal(source, named.types)
            except BadExpression:
                continue  # said elsewhere
            for read in found:
                said = _("« %(name)s » n’est pas publiée : la réponse peut désigner quelqu’un.") % {
                    "name": read
                }
                yield f"values/{name}", said

    def run(self, run: Run) -> None:
        """Write the line. Raises ActionFailed when the body has no such table, or a value may name someone."""
        table = table_of(run.case.organisation, run.settings["dataset"])
        if table is None:
            said = _("L’organisme n’a pas de table « %(code)s ».") % {"code": run.settings["dataset"]}
            raise ActionFailed(said, again=False)
        types = _types(run)
        found = [read for source in run.settings["values"].values() for read in _personal(source, types)]
        if found:
            said = _("Rien n’est publié : « %(name)s » peut désigner quelqu’un.") % {"name": found[0]}
            raise ActionFailed(said, again=False)
        values = {key: value for key, value in run.formulas("values").items() if value is not None}
        code = secret_code("publication", run.case.pk)[:16]
        label = engine.compiled(run.case.version).title[:200]
        import_rows(table=table, rows=[RowGiven(code=code, label=label, columns=values)])


def _personal(source: str, types: Mapping[str, str]) -> list[str]:
    """Return what a formula reads that may tell of someone. Raises BadExpression."""
    formula = compile_expression(source)
    wrong = [name for name in formula.names if name != "case" and not _is_open(name, types)]
    parts = [path for path in paths_of(formula.tree) if path[0] == "case"]
    return sorted({*wrong, *(".".join(path) for path in parts if len(path) < 2 or path[1] not in OPEN_PARTS)})


def _is_open(name: str, types: Mapping[str, str]) -> bool:
    return name in _OPEN_NAMES or says_nothing(types.get(name, ""))


def _types(run: Run) -> dict[str, str]:
    forms = (engine.compiled(run.case.version), engine.compiled_for_agents(run.case.version))
    return {key: each.type.code for form in forms if form for key, each in form.by_key.items()}
