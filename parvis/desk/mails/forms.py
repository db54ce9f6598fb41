"""What an agent says of a mail: which demand, or which procedure; and the addresses of a body."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parvis.catalogue import queries as catalogue
from parvis.channels.models import InboundMail
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.organisations.access import can_administer, can_receive_for
from parvis.organisations.models import Organisation
from parvis.organisations.queries import teams_by_id

NO_SUCH_CHOICE = _("Ce choix n’existe pas ou n’est plus proposé.")


class JoinForm(DeskForm):
    """The number of the demand that a mail joins."""

    numero = forms.CharField(
        label=_("Numéro de la demande"),
        max_length=40,
        error_messages={"required": _("Écrivez le numéro de la demande.")},
    )


class ProcedureForm(DeskForm):
    """A procedure among those of the bodies the agent receives for."""

    demarche = forms.ChoiceField(
        label=_("Démarche"),
        error_messages={"required": _("Choisissez une démarche."), "invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, data: QueryDict | None, bodies: list[Organisation], **options: Any) -> None:
        self.bodies = {str(body.pk): body for body in bodies}
        self.offered = [
            (
                f"{body.pk}:{procedure.code}",
                f"{procedure.title} ({body.name})" if len(bodies) > 1 else procedure.title,
            )
            for body in bodies
            for procedure in catalogue.procedures_for(body)
        ]
        super().__init__(data, **options)
        self.offer("demarche", self.offered)

    def chosen(self) -> tuple[Organisation, str]:
        """Return the body and the code of the procedure chosen."""
        body, _colon, code = self.cleaned_data["demarche"].partition(":")
        return self.bodies[body], code


class MakeForm(ProcedureForm):
    """The procedure of the demand that a mail makes."""

    def __init__(self, data: QueryDict | None, bodies: list[Organisation], wished: str) -> None:
        super().__init__(data, bodies)
        self.initial = {"demarche": wished if wished in dict(self.offered) else ""}


class AddressForm(DeskForm):
    """An address at which a body receives."""

    adresse = forms.CharField(label=_("Adresse e-mail"), max_length=254)
    service = forms.ChoiceField(label=_("Service"), required=False)
    demarche = forms.ChoiceField(label=_("Démarche"), error_messages={"invalid_choice": NO_SUCH_CHOICE})

    def __init__(self, data: QueryDict | None, body: Organisation) -> None:
        super().__init__(data, initial={"demarche": "contact"})
        teams = [(str(team.pk), team.name) for team in body.teams.filter(is_active=True).order_by("name")]
        self.offer("service", [("", _("Le service compétent")), *teams])
        self.draw("service", empty_label=_("Le service compétent"))
        self.offer("demarche", [(one.code, one.title) for one in catalogue.procedures_for(body)])


def bodies_for(request: AgentRequest, mail: InboundMail) -> list[Organisation]:
    """Return the bodies for which the agent may make a demand of a mail: its own first."""
    found: dict[int, Organisation] = {}
    if mail.organisation is not None:
        found[mail.organisation.pk] = mail.organisation
    for team in teams_by_id(request.agent.teams):
        found.setdefault(team.organisation_id, team.organisation)
    return [body for body in found.values() if can_receive_for(request.agent, body.pk)][:FEW]


def titles_of(body: Organisation | None) -> dict[str, str]:
    """Return the titles of a body's procedures, by code."""
    return {one.code: one.title for one in catalogue.procedures_for(body)} if body else {}


def administered(request: AgentRequest) -> list[int]:
    """Return the ids of the bodies whose addresses and boxes the agent looks after."""
    return [body for body in request.agent.roles_by_body if can_administer(request.agent, body)]


FEW = 10
"""Bodies whose procedures are offered at once; a shared desk with more enters the demand by hand."""
