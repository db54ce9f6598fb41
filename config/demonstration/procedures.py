"""The procedures of the demonstration: the region publishes the product's library, and every body offers it."""

from django.db import transaction

from config.demonstration.places import Places
from parvis.catalogue.services.library import publish_from_library
from parvis.organisations.models import Agent, Role


@transaction.atomic
def publish_procedures(places: Places) -> None:
    """Publish the library in the name of the region's builder of procedures; again, only what changed."""
    builder = Agent.objects.filter(
        organisation=places.region, habilitations__role=Role.PROCEDURE_BUILDER
    ).first()
    publish_from_library(organisation=places.region, by=builder)
