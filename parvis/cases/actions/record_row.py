"""Write a line of a reference table of the body."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.catalogue.expressions.values import readable
from parvis.catalogue.list_queries import table_of
from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.services.reference_tables import import_rows
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class RecordRow(CaseAction):
    """A new line, or the line of that code changed; a column named « label » is the words of the line."""

    code, label = "record_row", gettext_lazy("Écrire dans une table de référence")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("table", Kind.PROCEDURE, gettext_lazy("Table"), required=True),
        Setting("code", Kind.FORMULA, gettext_lazy("Code de la ligne")),
        Setting("row", Kind.FORMULAS, gettext_lazy("Colonnes"), required=True),
    )

    def run(self, run: Run) -> None:
        """Write it. Raises ActionFailed when the body has no such table, RowsRefused."""
        table = table_of(run.case.organisation, run.settings["table"])
        if table is None:
            said = _("L’organisme n’a pas de table « %(code)s ».") % {"code": run.settings["table"]}
            raise ActionFailed(said, again=False)
        given = run.formulas("row")
        code = readable(run.value("code")) or run.case.number
        label = readable(given.pop("label", None)) or code
        import_rows(table=table, rows=[RowGiven(code=code, label=label, columns=_written(given))])


def _written(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in columns.items() if value is not None}
