"""The register of breaches of the agent's body: list, one breach, the whole as a table."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.cases import access, breach_queries
from parvis.common import clock
from parvis.desk.breaches.shown import shown_breach, table
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.organisations.access import can_protect_data


@require_safe
def breaches(request: AgentRequest) -> HttpResponse:
    """Show the register, the newest first. Raises NotForThisRole."""
    rows = [shown_breach(one) for one in breach_queries.breaches(_bodies(request))]
    return render(request, "desk/breaches/breaches.html", frame(request, rows=rows))


@require_safe
def breach(request: AgentRequest, breach_id: UUID) -> HttpResponse:
    """Show one breach: what happened, who was told and when. Raises NotFound, NotForThisRole."""
    row = shown_breach(breach_queries.breach_of(_bodies(request), str(breach_id)))
    return render(request, "desk/breaches/breach.html", frame(request, row=row))


@require_safe
def register(request: AgentRequest) -> HttpResponse:
    """Give the register as a CSV file, as the CNIL may ask for it. Raises NotForThisRole."""
    content = "".join(table(breach_queries.breaches(_bodies(request))))
    name = f"registre-des-violations-{clock.today():%Y-%m-%d}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _bodies(request: AgentRequest) -> list[int]:
    body = request.agent.organisation_id
    access.require(can_protect_data(request.agent, body))
    return [body]
