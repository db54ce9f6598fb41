"""Doors of the studio: whose procedures an agent writes. Another body's workshop is « not found »."""

from uuid import UUID

from django.core import signing
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.access import can_build
from parvis.catalogue.models import VersionState
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.organisations.queries import organisation_by_slug
from parvis.studio import queries
from parvis.studio.models import TrialLink


def bodies_built_by(agent: AgentSession) -> list[Organisation]:
    """Return the bodies whose procedures the agent builds, their own first. An operator's are not listed: all are."""
    return queries.bodies(
        [body for body in agent.roles_by_body if can_build(agent, body)], own=agent.organisation_id
    )


def get_body(agent: AgentSession, slug: str) -> Organisation:
    """Return the body of an address of the studio. Raises NotFound for one whose procedures are not the agent's."""
    body = organisation_by_slug(slug)
    if not can_build(agent, body.pk):
        raise NotFound
    return body


_SALT = "studio.trial"
TRIAL_OVER = _("Cet essai est terminé. Demandez un nouveau lien à la personne qui vous l’a envoyé.")


def token_of(link: TrialLink) -> str:
    """Return what the address of a link carries: its id, signed."""
    return signing.Signer(salt=_SALT).sign(link.pk.hex)


def get_trial_link(token: str) -> TrialLink:
    """Return the link of an address, while its version is on trial. Raises NotFound: forged, over or closed."""
    try:
        key = UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    found = TrialLink.objects.select_related("organisation", "version__procedure").filter(pk=key).first()
    if found is None:
        raise NotFound
    is_open = found.closed_at is None and found.until > clock.now()
    if not is_open or found.version.state != VersionState.WORKSHOP:
        raise NotFound(TRIAL_OVER)
    return found
