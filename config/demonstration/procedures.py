"""The procedures of the demonstration: the region publishes the product's library, and every body offers it."""

from django.db import transaction

from config.demonstration.places import Places
from parvis.catalogue.models import Passage, ProcedureVersion, VersionEvent, VersionState
from parvis.catalogue.services.library import library, publish_from_library
from parvis.common.journal import digest
from parvis.organisations.models import Agent, Organisation, Role


@transaction.atomic
def publish_procedures(places: Places) -> None:
    """Publish the library in the name of the region's builder of procedures; again, only what the product changed.

    A procedure that its users wrote on, published anew or took offline stays as they left it.
    """
    builder = Agent.objects.filter(
        organisation=places.region, habilitations__role=Role.PROCEDURE_BUILDER
    ).first()
    codes = [code for code in library() if not _is_theirs(places.region, code)]
    publish_from_library(organisation=places.region, codes=codes, by=builder)


def _is_theirs(body: Organisation, code: str) -> bool:
    """Return whether users of the demonstration changed a procedure since it was published for them."""
    versions = ProcedureVersion.objects.filter(procedure__organisation=body, procedure__code=code)
    if not versions.exists():
        return False
    written = VersionEvent.objects.filter(version__in=versions, passage=Passage.DRAFTED)
    ours = versions.filter(checksum=digest(library()[code])).exclude(state=VersionState.PUBLISHED)
    published = versions.filter(state=VersionState.PUBLISHED)
    return written.exists() or ours.exists() or not published.exists()
