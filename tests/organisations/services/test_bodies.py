"""Bodies and teams are made with names that tell them apart."""

import pytest

from parvis.common.errors import Invalid
from parvis.organisations.models import OrganisationKind
from parvis.organisations.services.bodies import close_team, create_organisation, create_team
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def test_bodies_of_one_name_have_addresses_of_their_own():
    slugs = [
        create_organisation(
            kind=OrganisationKind.MUNICIPALITY, name="Saint-Aubin", territory=TerritoryFactory(code=code)
        ).slug
        for code in ("14562", "76556")
    ]
    slugs += [create_organisation(kind=OrganisationKind.SCHOOL, name="Saint-Aubin").slug for _ in range(3)]

    assert slugs == [
        "saint-aubin",
        "saint-aubin-76556",
        "saint-aubin-school",
        "saint-aubin-school-2",
        "saint-aubin-school-3",
    ]


def test_a_body_keeps_its_contacts():
    body = create_organisation(kind=OrganisationKind.STATE, name="Préfecture", phone="02 00 00 00 00")
    body.refresh_from_db()
    assert (body.slug, body.phone) == ("prefecture", "02 00 00 00 00")


def test_a_body_without_a_name_is_refused():
    with pytest.raises(Invalid):
        create_organisation(kind=OrganisationKind.STATE, name="  ")


def test_two_services_of_a_body_have_two_names():
    body = OrganisationFactory()
    team = create_team(organisation=body, name="État civil")
    with pytest.raises(Invalid):
        create_team(organisation=body, name="État civil")
    create_team(organisation=OrganisationFactory(), name="État civil")

    assert not close_team(team=team).is_active
