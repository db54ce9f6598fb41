"""What an agent wants to be told by mail: a line for all their teams, then one for each that differs."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.alert_queries import Alerts
from parvis.cases.models import AlertKind, AlertMode
from parvis.cases.services.alerts import HOURS, Chosen
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import own_teams
from parvis.ui.fields import Widget

KINDS: dict[AlertKind, Any] = {
    AlertKind.LATE: gettext_lazy("Délais dépassés"),
    AlertKind.SOON: gettext_lazy("Délais qui arrivent"),
    AlertKind.ARRIVED: gettext_lazy("Demandes arrivées"),
    AlertKind.ASSIGNED: gettext_lazy("Demandes confiées à moi"),
    AlertKind.REPLIED: gettext_lazy("Messages et pièces reçus"),
    AlertKind.TROUBLE: gettext_lazy("Envois et actions en échec"),
}
_BOXES = ("fermeture", "collegues")


@dataclass(frozen=True)
class Choice:
    """One list of the table: its name in the form, what it is about, its options."""

    name: str
    kind: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Line:
    """One team of the table, or all of them."""

    title: str
    choices: list[Choice]


class AlertForm:
    """The agent's choices as they stand, or as they were just sent. What is not offered is not read."""

    def __init__(self, request: AgentRequest, known: Alerts) -> None:
        self.teams = own_teams(request)
        self.errors: dict[str, list[str]] = {}
        sent = request.POST if request.method == "POST" else None
        self.is_sent = sent is not None
        plan = known.plan
        self.hours = (
            [hour for hour in HOURS if str(hour) in sent.getlist("heures")]
            if sent
            else plan.hours
            if plan
            else []
        )
        on = {name for name in _BOXES if sent.get(name)} if sent else self._kept(known)
        self.on_closed_days, self.everyones = (name in on for name in _BOXES)
        said = {
            (team, kind): self._said(sent, known, team, kind) for team in self._teams for kind in AlertKind
        }
        self.modes: Chosen = {key: AlertMode(mode) for key, mode in said.items() if mode in AlertMode.values}

    @property
    def _teams(self) -> list[int | None]:
        return [None, *(team.pk for team in self.teams)]

    def _said(self, sent: QueryDict | None, known: Alerts, team: int | None, kind: AlertKind) -> str:
        return known.modes.get((team, kind), "") if sent is None else sent.get(_name(team, kind), "")

    def _kept(self, known: Alerts) -> set[str]:
        plan = known.plan
        kept = (plan.on_closed_days, plan.everyones) if plan else (False, False)
        return {name for name, is_on in zip(_BOXES, kept, strict=True) if is_on}

    def lines(self) -> list[Line]:
        """Return the table: all the teams, then each."""
        found = [Line(_("Tous mes services"), self._choices(None))]
        return found + [Line(team.name, self._choices(team.pk)) for team in self.teams]

    def _choices(self, team: int | None) -> list[Choice]:
        return [
            Choice(_name(team, kind), str(label), self._options(team, kind)) for kind, label in KINDS.items()
        ]

    def _options(self, team: int | None, kind: AlertKind) -> list[tuple[str, str, bool]]:
        chosen = self.modes.get((team, kind), AlertMode.NONE if team is None else "")
        unsaid = [] if team is None else [("", _("comme pour tous"), chosen == "")]
        return [*unsaid, *((mode.value, str(mode.label), mode == chosen) for mode in AlertMode)]

    def hours_widget(self) -> Widget:
        """Return the hours of the digest, to tick."""
        options = [{"value": str(hour), "label": _("%(hour)s h") % {"hour": hour}} for hour in HOURS]
        context = {
            "id": "heures",
            "name": "heures",
            "label": _("Heures du récapitulatif"),
            "help": _("À l’heure de votre organisme. Rien ne part s’il n’y a rien à dire."),
            "errors": self.errors.get("hours", []),
            "required": True,
            "value": [str(hour) for hour in self.hours],
            "options": options,
        }
        return Widget("fields/checkboxes.html", context)

    def boxes(self) -> list[Widget]:
        """Return what else is chosen, to tick."""
        return [
            _box("fermeture", _("Envoyer aussi les jours de fermeture"), self.on_closed_days),
            _box("collegues", _("Compter aussi les demandes confiées à mes collègues"), self.everyones),
        ]

    @property
    def summary(self) -> list[dict[str, str]]:
        """Return every error, for ``<c-error-summary>``."""
        return [{"id": "heures", "text": text} for texts in self.errors.values() for text in texts]


def _name(team: int | None, kind: AlertKind) -> str:
    return f"{kind.value}-{team or 'tous'}"


def _box(name: str, text: str, value: bool) -> Widget:
    context = {
        "id": name,
        "name": name,
        "label": "",
        "text": text,
        "value": value,
        "required": True,
        "errors": [],
    }
    return Widget("fields/checkbox.html", context)
