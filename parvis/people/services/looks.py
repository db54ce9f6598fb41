"""Opening someone's file: who, for which body, why. The person reads it in their space."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.common.postgresql import rows
from parvis.organisations.access import AgentSession
from parvis.people.access import get_person
from parvis.people.models import LookPurpose, PersonLook


@transaction.atomic
def note_look(
    *, person_id: UUID, purpose: LookPurpose, by: AgentSession, team: str = "", detail: str = ""
) -> None:
    """Keep that an agent opens the file of a person they see. Raises NotFound, Invalid for another reason unsaid."""
    person = get_person(person_id)
    if purpose == LookPurpose.OTHER and not detail.strip():
        raise Invalid({"detail": [_("Dites pourquoi vous ouvrez cette fiche : la personne le lira.")]})
    look = PersonLook(
        person=person,
        agent_id=by.agent_id,
        body=by.organisation_name[:200],
        team=team[:200],
        capacity=by.capacity[:200],
        purpose=purpose,
        detail=detail.strip()[:300],
        looked_at=clock.now(),
    )
    rows.insert([look])
