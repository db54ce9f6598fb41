"""Notices of outside services about what one case asked of them: a payment, a signature, an appointment."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from parvis.api.errors import Malformed
from parvis.cases.services.outside_asks import take_notice
from parvis.common.throttle import hit

LONGEST = 100_000
"""Bytes of a notice."""


@login_not_required
@csrf_exempt
@require_POST
def notice(request: HttpRequest, case_id: UUID, ask_id: UUID, kind: str) -> HttpResponse:
    """Take a notice, signed with the secret of the service; what it says is asked of the service itself.

    Answers 202: sent twice, or late, it changes nothing. Raises CaseNotFound, Malformed, TooMany.
    """
    hit(f"api.{kind}", str(case_id), limit=120, seconds=3600)
    if len(request.body) > LONGEST:
        raise Malformed
    take_notice(kind=kind, case_id=case_id, ask_id=ask_id, headers=request.headers, content=request.body)
    return HttpResponse(status=202)
