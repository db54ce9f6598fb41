"""What narrows the views of what falls due: a team, an agent; kept from one view to the next."""

from datetime import date

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from parvis.cases import due_queries
from parvis.cases.due_queries import Whose
from parvis.cases.queries import COUNT_UP_TO
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.desk.frame import own_teams

MINE, NOBODY = "moi", "personne"


class NarrowingForm(DeskForm):
    """The team and the agent, read from the address. An unknown value narrows nothing."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    qui = forms.ChoiceField(label=_("Agent"), required=False)

    def __init__(self, request: AgentRequest) -> None:
        super().__init__(request.GET.dict())
        self.agent_id = request.agent.agent_id
        self.offer("service", [("", ""), *((str(team.pk), team.name) for team in own_teams(request))])
        self.offer("qui", [("", ""), (MINE, _("Moi")), (NOBODY, _("À attribuer"))])
        for name in ("service", "qui"):
            self.draw(name, empty_label=_("Tous"), required=True)
        self.is_valid()

    @property
    def team(self) -> int | None:
        """Return the team asked for, when it is the agent's own."""
        chosen = self.cleaned_data.get("service")
        return int(chosen) if chosen else None

    def choose_team(self, team: int | None) -> None:
        """Show a team as chosen when the address names none."""
        self.data = {**self.data, "service": str(team or "")}

    def whose(self) -> Whose:
        """Return whose clocks are asked for."""
        who = self.cleaned_data.get("qui")
        return Whose(
            teams=frozenset({self.team}) if self.team else None,
            agent=self.agent_id if who == MINE else None,
            unassigned=who == NOBODY,
        )

    def in_force(self) -> dict[str, str]:
        """Return what narrows, as it stands in the address."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def href(self, view: str, **more: str) -> str:
        """Return the address of a view narrowed in the same way."""
        asked = {**more, **self.in_force()}
        return f"{reverse(view)}?{urlencode(asked)}" if asked else reverse(view)

    def tabs(self, current: str) -> list[dict[str, object]]:
        """Return the views of what falls due, with how many are late and soon."""
        late, soon = due_queries.counts(self.whose())
        up_to = COUNT_UP_TO
        return [
            _tab(_("En retard"), self.href("desk:dues"), current == "retard", words.many(late, up_to)),
            _tab(
                _("Bientôt"),
                self.href("desk:dues", vue="bientot"),
                current == "bientot",
                words.many(soon, up_to),
            ),
            _tab(_("Calendrier"), self.href("desk:due_calendar"), current == "calendrier"),
            _tab(_("Charge"), self.href("desk:due_load"), current == "charge"),
        ]


def _tab(label: object, href: str, current: bool, count: str | None = None) -> dict[str, object]:
    return {"label": label, "href": href, "current": current, "count": count}


def day_asked(request: AgentRequest, name: str) -> date | None:
    """Return a day of the address, None when there is none or it cannot be read."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
