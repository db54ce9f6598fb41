"""When an agent is away, and who stands in for them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.organisations.absence_queries import possible_substitutes
from parvis.organisations.services.absences import declare_absence

_DATE = {
    "required": _("Indiquez une date."),
    "invalid": _("Écrivez une date complète, par exemple 16/03/2026."),
}


class AbsenceForm(DeskForm):
    """Two days, both included, and a colleague of the same teams."""

    du = forms.DateField(label=_("Premier jour d’absence"), error_messages=_DATE)
    au = forms.DateField(label=_("Dernier jour d’absence"), error_messages=_DATE)
    par = forms.ChoiceField(
        label=_("Remplacé par"),
        required=False,
        help_text=_("Cet agent répond à votre place aux avis et aux visas qui vous sont demandés."),
        error_messages={
            "invalid_choice": _("Cet agent n’est plus dans vos services. Choisissez-en un autre.")
        },
    )
    NAMES = {"since": "du", "until": "au", "replaced_by": "par"}

    def __init__(self, request: AgentRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self._me = request.agent.agent_id
        self._others = {str(one.pk): one for one in possible_substitutes(self._me)}
        names = [(key, f"{one}, {one.capacity}") for key, one in self._others.items()]
        self.offer("par", [("", _("personne")), *names])
        self.draw("par", empty_label=_("Personne : mon responsable répartira"))

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        super().refuse({self.NAMES.get(name, name): said for name, said in errors.items()})

    def declare(self) -> None:
        """Declare the absence. Raises Invalid."""
        given = self.cleaned_data
        declare_absence(
            agent_id=self._me,
            since=given["du"],
            until=given["au"],
            replaced_by=self._others.get(given["par"]),
        )
