"""The chain shows tampering, and survives forgetting."""

import pytest

from parvis.cases.checks import broken_chains
from parvis.cases.journal import first_break, kinds
from parvis.cases.models import Case, JournalEntry
from parvis.cases.services.treatment import transfer_case
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(system):
    town = make_town()
    case = lodge(town)
    other = TeamFactory(organisation=town.body)
    with town.acting():
        transfer_case(case_id=case.pk, to=other, reason="Voirie", by=town.session())
    return Case.objects.get(pk=case.pk)


def entries(case):
    return list(JournalEntry.objects.filter(case=case).order_by("position"))


def test_an_untouched_chain_holds(case):
    assert first_break(case, entries(case)) is None
    assert list(broken_chains()) == []


def test_a_changed_fact_shows_where(case):
    journal = entries(case)
    journal[1].facts = {**journal[1].facts, "to": 0}
    assert first_break(case, journal) == 2


def test_a_changed_personal_part_shows(case):
    journal = entries(case)
    changed = next(entry for entry in journal if entry.personal)
    changed.personal = {"reason": "autre"}
    assert first_break(case, journal) == changed.position


def test_an_entry_taken_out_or_cut_off_the_end_shows(case):
    journal = entries(case)
    assert first_break(case, journal[1:]) == 1
    assert first_break(case, journal[:-1]) == 0


def test_what_is_personal_can_be_forgotten_without_breaking_the_chain(case):
    JournalEntry.objects.filter(case=case, personal__isnull=False).update(personal=None, personal_salt="")
    assert first_break(case, entries(case)) is None


def test_every_kind_says_what_it_forgets():
    assert all(kind.forgets is not None for kind in kinds)
