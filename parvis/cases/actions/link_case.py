"""Tie the case to another by its number."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import Case
from parvis.cases.numbers import read_number
from parvis.cases.services.case_links import link
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class LinkCase(CaseAction):
    """The other case must be one of the same body, or one that who acts may see."""

    code, label = "link_case", gettext_lazy("Lier à une autre demande")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("number", Kind.FORMULA, gettext_lazy("Numéro de la demande"), required=True),
        Setting("link", Kind.FUNCTION, gettext_lazy("Nom du lien")),
    )

    def run(self, run: Run) -> None:
        """Tie them. Raises ActionFailed when there is no such case."""
        given = run.value("number")
        number = read_number(str(given.get("number", "") if isinstance(given, dict) else given or ""))
        other = Case.objects.filter(number=number).first() if number else None
        if other is None or other.pk == run.case.pk:
            raise ActionFailed(
                _("Aucune demande n’a ce numéro, ou ce service n’y participe pas."), again=False
            )
        link(run.case, other, name=run.settings.get("link", ""))
