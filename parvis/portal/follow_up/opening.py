"""The one way into a page of a demand: whoever has not proved it is asked its code."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from parvis.cases import access
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import Case
from parvis.cases.numbers import read_number

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Case, P], HttpResponse]


def of_a_demand(view: Page[P]) -> Callable[..., HttpResponse]:
    """Give a view the demand of the number in its address, once proved.

    Otherwise the code is asked: the answer is the same whether the number exists or not.
    """

    @wraps(view)
    def opened(request: HttpRequest, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            case = access.get_case_by_number(number)
        except CaseNotFound:
            return redirect_to_code(number)
        return view(request, case, *args, **kwargs)

    return opened


def redirect_to_code(number: str) -> HttpResponse:
    """Lead to the form that asks the code, the number already there."""
    answer = redirect("portal:follow_up")
    plain = read_number(number)
    if plain:
        answer["Location"] += f"?numero={plain}"
    return answer
