"""Notices of outside signature books about one document of one case."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from parvis.api.errors import Malformed
from parvis.cases.services.signature_sheets import take_notice
from parvis.common.throttle import hit

LONGEST = 100_000
"""Bytes of a notice."""


@login_not_required
@csrf_exempt
@require_POST
def signature(request: HttpRequest, case_id: UUID, signature_id: UUID) -> HttpResponse:
    """Take a notice, signed with the secret of the book; what it says is asked of the book itself.

    Answers 202: sent twice, or late, it changes nothing. Raises CaseNotFound, Malformed, TooMany.
    """
    hit("api.signature", str(case_id), limit=120, seconds=3600)
    if len(request.body) > LONGEST:
        raise Malformed
    take_notice(case_id=case_id, signature_id=signature_id, headers=request.headers, content=request.body)
    return HttpResponse(status=202)
