"""Links by which colleagues try a form: made, closed."""

from datetime import timedelta

from django.db import transaction

from parvis.catalogue.access import get_draft
from parvis.catalogue.services.life import back_to_draft, put_to_test
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession
from parvis.studio.models import TrialLink

DAYS = 30
"""How long a link opens the form."""


@transaction.atomic
def make_trial_link(*, version_id: int, by: AgentSession) -> TrialLink:
    """Put a draft to the test and return a link to it, good for a month. Raises NotFound."""
    version = put_to_test(version_id=version_id, by=by)
    now = clock.now()
    return TrialLink.objects.create(
        organisation_id=version.procedure.organisation_id,
        version=version,
        created_at=now,
        created_by_id=by.agent_id,
        until=now + timedelta(days=DAYS),
    )


@transaction.atomic
def close_trial_link(*, version_id: int, link_id: str, by: AgentSession) -> None:
    """Close a link; when none is left open, the draft is no longer on trial. Raises NotFound."""
    version = get_draft(by, version_id, lock=True)
    opened = TrialLink.objects.filter(version=version, closed_at=None)
    if not opened.filter(pk=link_id).update(closed_at=clock.now()):
        raise NotFound
    if not opened.filter(until__gt=clock.now()).exists():
        back_to_draft(version_id=version_id, by=by)
