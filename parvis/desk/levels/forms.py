"""The forms of calendars and agreements."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import desk_queries, level_queries
from parvis.cases.models import Agreement, BusinessCalendar, LegalState, Priority
from parvis.common.errors import DomainError, Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.desk.levels import hours, lengths
from parvis.people.models import PersonKind

TERRITORIES = [
    ("mainland", gettext_lazy("Métropole")),
    ("alsace-moselle", gettext_lazy("Alsace-Moselle")),
    ("971", "Guadeloupe"),
    ("972", "Martinique"),
    ("973", "Guyane"),
    ("974", gettext_lazy("La Réunion")),
    ("975", "Saint-Pierre-et-Miquelon"),
    ("976", "Mayotte"),
    ("977", "Saint-Barthélemy"),
    ("978", "Saint-Martin"),
    ("986", "Wallis-et-Futuna"),
    ("987", gettext_lazy("Polynésie française")),
    ("988", "Nouvelle-Calédonie"),
    ("aucun", gettext_lazy("Aucun jour férié")),
]
DAYS = [f"jour{number}" for number in range(1, 8)]


class CalendarForm(DeskForm):
    """The hours of a body, day by day."""

    nom = forms.CharField(
        label=gettext_lazy("Nom du calendrier"),
        max_length=100,
        error_messages={"required": gettext_lazy("Donnez un nom à ce calendrier.")},
    )
    feries = forms.ChoiceField(label=gettext_lazy("Jours fériés observés"), choices=TERRITORIES)
    fermetures = forms.CharField(
        label=gettext_lazy("Fermetures"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Une par ligne, avec sa raison : 03/08/2026 au 14/08/2026 : congés d’été"),
    )
    particuliers = forms.CharField(
        label=gettext_lazy("Jours particuliers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Un par ligne, avec ses horaires et sa raison : 24/12/2026 : 09:00-12:00 : veille de Noël"
        ),
    )

    def __init__(self, request: AgentRequest, row: BusinessCalendar | None) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        for number, name in enumerate(DAYS, start=1):
            label = str(WEEKDAYS[number - 1]).capitalize()
            field = forms.CharField(label=label, required=False, max_length=100)
            if number == 1:
                field.help_text = _("Par exemple 09:00-12:00, 13:30-17:00. Vide : fermé.")
            self.fields[name] = field
        self.order_fields(["nom", *DAYS, "feries", "fermetures", "particuliers"])
        self.initial.update(_calendar_as_typed(row) if row else {"feries": "mainland"})

    def clean(self) -> dict[str, Any]:
        """Read what was typed, line by line."""
        given = self.cleaned_data
        readers = {**dict.fromkeys(DAYS, hours.read_ranges)}
        readers |= {"fermetures": hours.read_closures, "particuliers": hours.read_special_days}  # type: ignore[dict-item]
        for name, read in readers.items():
            try:
                given[name] = read(given.get(name, ""))
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return given

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        return {
            "name": given["nom"],
            "hours": {str(number): given[name] for number, name in enumerate(DAYS, start=1) if given[name]},
            "territory": "" if given["feries"] == "aucun" else given["feries"],
            "closures": given["fermetures"],
            "special_days": given["particuliers"],
        }


def _calendar_as_typed(row: BusinessCalendar) -> dict[str, str]:
    days = {name: hours.write_ranges(row.hours.get(str(number), [])) for number, name in enumerate(DAYS, 1)}
    return {
        "nom": row.name,
        "feries": row.territory or "aucun",
        "fermetures": hours.write_closures(row.closures),
        "particuliers": hours.write_special_days(row.special_days),
        **days,
    }


class AgreementForm(DeskForm):
    """What a body commits to, for which cases, within which hours."""

    SPANS = {  # name of the column by name here
        "premiere": "first_answer",
        "suivante": "next_answer",
        "fin": "resolution",
        "regard": "look_every",
        "relance": "remind_after",
        "cloture": "close_after",
    }
    nom = forms.CharField(
        label=gettext_lazy("Nom de l’engagement"),
        max_length=100,
        error_messages={"required": gettext_lazy("Donnez un nom à cet engagement.")},
    )
    demarche = forms.ChoiceField(label=gettext_lazy("Démarche"), required=False)
    priorite = forms.ChoiceField(label=gettext_lazy("Priorité"), required=False)
    usager = forms.ChoiceField(label=gettext_lazy("Type d’usager"), required=False)
    service = forms.ChoiceField(
        label=gettext_lazy("Service engagé"),
        required=False,
        help_text=gettext_lazy(
            "Choisi, c’est un engagement interne : ce que ce service doit à ceux qui lui transmettent."
        ),
    )
    calendrier = forms.ChoiceField(label=gettext_lazy("Calendrier"), required=False)
    premiere = forms.CharField(
        label=gettext_lazy("Première réponse en"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("En temps d’ouverture : 30 min, 4 heures, 2 jours. Vide : pas d’engagement."),
    )
    suivante = forms.CharField(
        label=gettext_lazy("Réponse aux messages suivants en"), required=False, max_length=10
    )
    fin = forms.CharField(label=gettext_lazy("Demande terminée en"), required=False, max_length=20)
    regard = forms.CharField(
        label=gettext_lazy("Demande regardée tous les"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "Entre services : un agent la regarde et dit où elle en est. Par exemple 2 jours."
        ),
    )
    arret_usager = forms.BooleanField(
        label=gettext_lazy("Le délai s’arrête quand on attend l’usager"), required=False
    )
    arret_tiers = forms.BooleanField(
        label=gettext_lazy("Le délai s’arrête quand on attend un tiers"), required=False
    )
    alertes = forms.CharField(
        label=gettext_lazy("Alertes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Une par ligne, par exemple : 75 % agent, puis 100 % responsables, puis +2 heures service. Un prénom "
            "et un nom vont aussi."
        ),
    )
    relance = forms.CharField(
        label=gettext_lazy("Relancer l’usager après"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Seulement quand le silence n’a pas d’effet en droit."),
    )
    cloture = forms.CharField(
        label=gettext_lazy("Terminer sans réponse de l’usager après"), required=False, max_length=10
    )
    annonce = forms.BooleanField(label=gettext_lazy("Annoncé à l’usager"), required=False)
    actif = forms.BooleanField(label=gettext_lazy("En vigueur"), required=False)

    def __init__(self, request: AgentRequest, organisation_id: int, row: Agreement | None) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        calendars = level_queries.calendars_of_body(organisation_id)
        teams = desk_queries.teams_of_body(organisation_id)
        offered: dict[str, tuple[str, list[tuple[str, Any]]]] = {
            "demarche": (
                _("Toutes"),
                [(one.value, one.label) for one in level_queries.procedures_of_body(organisation_id)],
            ),
            "priorite": (_("Toutes"), [(str(value), label) for value, label in Priority.choices]),
            "usager": (_("Tous"), list(PersonKind.choices)),
            "service": (_("Toute demande"), [(str(team.pk), team.name) for team in teams]),
            "calendrier": (_("Jour et nuit"), [(str(one.pk), one.name) for one in calendars]),
        }
        for name, (empty, choices) in offered.items():
            self.offer(name, [("", empty), *choices])
            self.draw(name, empty_label=empty, required=True)
        for name in self.SPANS:
            self.draw(name, width="10")
        self._agents = level_queries.agents_of_body(organisation_id)
        new = {"annonce": True, "actif": True, "arret_usager": True}
        self.initial.update(_agreement_as_typed(row, lengths.names_of(self._agents)) if row else new)

    def clean(self) -> dict[str, Any]:
        """Read the lengths as people type them."""
        given = self.cleaned_data
        for name in self.SPANS:
            try:
                given[name] = lengths.read_length(given.get(name, ""))
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return given

    def clean_alertes(self) -> list[dict[str, Any]]:
        """Read the steps, line by line."""
        agents = {str(agent).casefold(): agent.pk for agent in self._agents}
        return [
            lengths.read_step(line, agents)
            for line in self.cleaned_data["alertes"].splitlines()
            if line.strip()
        ]

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        names = {column: name for name, column in self.SPANS.items()} | {"name": "nom", "steps": "alertes"}
        super().refuse({names.get(name, name): said for name, said in errors.items()})

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        pauses = {
            "arret_usager": LegalState.WAITING_FOR_PERSON,
            "arret_tiers": LegalState.WAITING_FOR_THIRD_PARTY,
        }
        return {
            "name": given["nom"],
            "procedure_code": given["demarche"],
            "priority": int(given["priorite"]) if given["priorite"] else None,
            "person_kind": given["usager"],
            "team_id": int(given["service"]) if given["service"] else None,
            "calendar_id": int(given["calendrier"]) if given["calendrier"] else None,
            **{column: given[name] for name, column in self.SPANS.items()},
            "pauses": [str(state) for name, state in pauses.items() if given[name]],
            "steps": given["alertes"],
            "is_shown": given["annonce"],
            "is_active": given["actif"],
        }


def _agreement_as_typed(row: Agreement, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "nom": row.name,
        "demarche": row.procedure_code,
        "priorite": str(row.priority or ""),
        "usager": row.person_kind,
        "service": str(row.team_id or ""),
        "calendrier": str(row.calendar_id or ""),
        **{name: lengths.write_length(getattr(row, column)) for name, column in AgreementForm.SPANS.items()},
        "arret_usager": LegalState.WAITING_FOR_PERSON in row.pauses,
        "arret_tiers": LegalState.WAITING_FOR_THIRD_PARTY in row.pauses,
        "alertes": "\n".join(lengths.write_step(step, names) for step in row.steps),
        "annonce": row.is_shown,
        "actif": row.is_active,
    }


def attempt(form: DeskForm, save: Any) -> bool:
    """Save; a refusal is written under the form, and False returned."""
    try:
        save()
    except Invalid as refusal:
        form.refuse(refusal.errors)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
