"""Search over the persons, cases and procedures the agent sees."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from parvis.cases import queries
from parvis.cases.access import get_case_by_number
from parvis.cases.errors import CaseNotFound
from parvis.cases.numbers import read_number
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry import offers, speakers
from parvis.desk.frame import frame, words_asked
from parvis.desk.queues.shown import lines

FEW = 6


@require_safe
def search(request: AgentRequest) -> HttpResponse:
    """Show what matches the words, best first; a whole number opens its case at once."""
    asked = words_asked(request)
    if number := _known_number(asked):
        return redirect("desk:case", number)
    found = queries.search(asked) if asked else []
    context = {
        "searched": asked,
        "lines": lines(found),
        "capped": len(found) >= queries.PAGE,
        "people": speakers.callers(asked),
        "procedures": offers.matching(request, asked, limit=FEW) if asked else [],
    }
    return render(request, "desk/search/results.html", frame(request, **context))


@require_safe
def suggest(request: AgentRequest) -> HttpResponse:
    """Show the first persons, cases, procedures and sheets that match what is being typed (a fragment)."""
    asked = words_asked(request)
    enough = len(asked) >= 2
    context = {
        "asked": asked,
        "people": speakers.callers(asked) if enough else [],
        "lines": lines(queries.suggest(asked, limit=FEW)) if enough else [],
        "procedures": offers.matching(request, asked, limit=FEW) if enough else [],
        "enough": enough,
    }
    return render(request, "desk/search/suggestions.html", context)


def _known_number(text: str) -> str:
    number = read_number(text)
    if number is None:
        return ""
    try:
        return get_case_by_number(number).number
    except CaseNotFound:
        return ""
