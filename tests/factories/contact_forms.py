"""Contact forms of a town's services."""

from typing import Any

from parvis.cases.models import ContactForm
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.library import publish_from_library
from parvis.common import clock
from tests.factories.cases import Town


def a_contact_form(town: Town, **facts: Any) -> ContactForm:
    """Make the contact form of the town's team, for the contact of the library. Call as the system."""
    if (
        "procedure_code" not in facts
        and not Procedure.objects.filter(code="contact", organisation=town.body).exists()
    ):
        publish_from_library(organisation=town.body, codes=["contact"])
    given = {
        "code": f"{town.body.slug}-{town.team.pk}",
        "title": "Écrire au service des arbres",
        "procedure_code": "contact",
        **facts,
    }
    return ContactForm.objects.create(organisation=town.body, team=town.team, created_at=clock.now(), **given)
