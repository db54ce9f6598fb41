"""Addresses of the API, version 1."""

from django.urls import URLPattern, path

from parvis.api.contract import api
from parvis.api.door import as_its_body, opened
from parvis.api.endpoints import (
    calls,
    cases,
    deposits,
    description,
    files,
    notices,
    procedures,
    providers,
    signals,
)
from parvis.cases.outside_kinds import outside_asks

api.add_decorator(as_its_body, mode="operation")
for _family in (cases, files, procedures, calls):
    api.add_router("", _family.router)


def _opened(pattern: URLPattern) -> URLPattern:
    pattern.callback = opened(pattern.callback)
    return pattern


app_name = "api"
urlpatterns = [
    path("openapi.json", description.openapi, name="openapi"),
    path("docs", description.documentation, name="documentation"),
    path("providers/<int:provider_id>/<str:token>", providers.provider_call, name="provider_call"),
    *[
        path(f"{kind}/<uuid:case_id>/<uuid:ask_id>", notices.notice, {"kind": kind}, name=f"notice_of_{kind}")
        for kind in outside_asks.codes()
    ],
    path("deposits/", deposits.deposit, name="deposit"),
    path("signals/<uuid:case_id>/<slug:name>", signals.signal, name="signal"),
    *[
        _opened(pattern)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ],
]
