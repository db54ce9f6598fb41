"""Competences and delegations."""

import pytest

from parvis.organisations import queries
from parvis.organisations.errors import AlreadyEnded
from parvis.organisations.models import Competence, Delegation
from parvis.organisations.services.competences import (
    declare_competence,
    delegate_reception,
    end_delegation,
    withdraw_competence,
)
from tests.factories.organisations import OrganisationFactory, TeamFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def test_a_competence_is_declared_once_and_withdrawn():
    team, territory = TeamFactory(), TerritoryFactory()
    first, again = (
        declare_competence(team=team, procedure_code="arbres", territory=territory) for _ in range(2)
    )
    assert first == again
    assert first.organisation == team.organisation

    withdraw_competence(competence=first)
    assert not Competence.objects.exists()


def test_reception_is_delegated_once_until_it_ends():
    body, desk = OrganisationFactory(), TeamFactory()
    delegate_reception(organisation=body, team=desk)
    delegation = delegate_reception(organisation=body, team=desk)
    assert Delegation.objects.count() == 1

    end_delegation(delegation=delegation)

    assert queries.reception_teams(body.pk) == []
    with pytest.raises(AlreadyEnded):
        end_delegation(delegation=delegation)
