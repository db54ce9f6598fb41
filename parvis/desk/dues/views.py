"""Views of what falls due: lists, calendar, load, and why."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.cases import access, due_queries, opinion_queries
from parvis.cases.numbers import say_number
from parvis.cases.queries import PAGE
from parvis.cases.services.retiming import whole_story
from parvis.common import clock
from parvis.desk.cases.why import clocks_of
from parvis.desk.dues import shown
from parvis.desk.dues.load import load_of_team
from parvis.desk.dues.narrowing import NarrowingForm, day_asked
from parvis.desk.dues.periods import Period, period_asked
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame, own_teams
from parvis.ui.words import date as date_words

MOST_A_WEEK = 20
"""Cases written in a day of the week's view."""


@require_safe
def dues(request: AgentRequest) -> HttpResponse:
    """Show what is late, what is soon, or what falls on one day (``jour``)."""
    form, day, after = NarrowingForm(request), day_asked(request, "jour"), request.GET.get("suite", "")
    asked = (
        {"jour": day.isoformat()}
        if day
        else {"vue": "bientot"}
        if request.GET.get("vue") == "bientot"
        else {}
    )
    if day:
        found, title = due_queries.on_day(day, form.whose(), after=after), date_words(day)
    elif asked:
        found, title = due_queries.soon(form.whose(), after=after), _("À faire dans les sept jours")
    else:
        found, title = due_queries.late(form.whose(), after=after), _("En retard")
    on, more = found[:PAGE], len(found) > PAGE
    context = {
        "title": title[:1].upper() + title[1:],
        "form": form,
        "asked": asked,
        "tabs": form.tabs("" if day else asked.get("vue", "retard")),
        "lines": shown.lines(on),
        "first_href": form.href("desk:dues", **asked) if after else "",
        "next_href": form.href("desk:dues", **asked, suite=on[-1].position) if more else "",
    }
    return render(request, "desk/dues/list.html", frame(request, **context))


@require_safe
def calendar(request: AgentRequest) -> HttpResponse:
    """Show what falls due in a month (``mois``) or a week (``semaine``), day by day."""
    form, period = NarrowingForm(request), period_asked(request)
    most = MOST_A_WEEK if period.is_week else due_queries.SHOWN_A_DAY
    found = due_queries.calendar(period.first, period.last, form.whose(), most=most)
    hrefs = form.href("desk:dues")
    context = {
        "form": form,
        "asked": period.address(period.start),
        "period": period,
        "tabs": form.tabs("calendrier"),
        "days": shown.days(
            period.first, period.last, found, month=period.month, hrefs=hrefs + ("&" if "?" in hrefs else "?")
        ),
        **_ways(form, period),
    }
    return render(request, "desk/dues/calendar.html", frame(request, **context))


def _ways(form: NarrowingForm, period: Period) -> dict[str, object]:
    """Return the ways from a period to the others."""

    def href(start: date, *, week: bool) -> str:
        return form.href("desk:due_calendar", **Period(start, week).address(start))

    return {
        "previous_href": href(period.previous, week=period.is_week),
        "next_href": href(period.next, week=period.is_week),
        "now_href": href(clock.today(), week=period.is_week),
        "other_href": href(period.start, week=not period.is_week),
    }


@require_safe
def load(request: AgentRequest) -> HttpResponse:
    """Show what falls due for a team in the next four weeks beside what it treats, day by day and agent by agent."""
    form, teams = NarrowingForm(request), own_teams(request)
    team = form.team or due_queries.team_with_load([each.pk for each in teams])
    form.choose_team(team)
    context = {
        "form": form,
        "tabs": form.tabs("charge"),
        "team": next((each for each in teams if each.pk == team), None),
        "load": load_of_team(team, territory=due_queries.territory_of_team(team)) if team else None,
    }
    return render(request, "desk/dues/load.html", frame(request, **context))


@require_safe
def opinions(request: AgentRequest) -> HttpResponse:
    """Show the opinions that the agent's teams owe, and those they wait for."""
    found = opinion_queries.opinions_of(frozenset(each.pk for each in own_teams(request)))
    context = {
        "owed": shown.opinions(found.owed),
        "awaited": shown.opinions(found.awaited),
        "is_whole": found.is_whole,
    }
    return render(request, "desk/dues/opinions.html", frame(request, **context))


@require_safe
def why(request: AgentRequest, number: str) -> HttpResponse:
    """Show every clock of a case with its reasoning. Raises CaseNotFound."""
    case = access.get_case_by_number(number)
    clocks = clocks_of(whole_story(case)).clocks
    context = {"case": case, "said": say_number(case.number), "clocks": clocks}
    return render(request, "desk/dues/why.html", frame(request, **context))
