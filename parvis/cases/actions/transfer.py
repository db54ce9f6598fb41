"""Hand the case to another team of the body (dispatch)."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.services.saving import change_handler
from parvis.catalogue.workflows.actions import Kind, Phase, Setting
from parvis.organisations.models import Team


@register
class Transfer(CaseAction):
    """To a team of the same body, by its name: the clocks stay. Another body is chosen by an agent (CRPA L114-2)."""

    code, label = "transfer", gettext_lazy("Transmettre à un service")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("team", Kind.TEAM, gettext_lazy("Nom du service"), required=True),
        Setting("reason", Kind.RECALLING, gettext_lazy("Motif")),
    )

    def run(self, run: Run) -> None:
        """Hand it over. Raises ActionFailed when there is no such team."""
        case, name = run.case, run.text("team").strip()
        teams = Team.objects.select_related("organisation").filter(is_active=True, name__iexact=name)
        to = teams.filter(organisation_id=case.organisation_id).first()
        if to is None:
            raise ActionFailed(
                _("L’organisme n’a pas de service « %(name)s ».") % {"name": name}, again=False
            )
        if to.pk == case.team_id:
            return
        facts = {
            "origin": case.team_id,
            "to": to.pk,
            "origin_name": f"{case.team.name} ({case.organisation.name})",
            "to_name": f"{to.name} ({to.organisation.name})",
            "leaves_body": False,
        }
        reason = run.text("reason")
        journal.record(case, "transferred", facts=facts, personal={"reason": reason} if reason else None)
        change_handler(case, to)
        run.touch("team", "organisation", "assignee")
