"""The second net: what PostgreSQL itself shows and refuses, whatever the code forgets."""

import pytest
from django.db import DatabaseError, connection, transaction

from parvis.cases.models import Case, JournalEntry, Message, Participation, SearchEntry
from parvis.cases.services.messages import write_note
from parvis.common import actor
from parvis.people.models import Person
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def test_nobody_sees_nothing(system):
    lodge(make_town())
    with actor.acting_as(actor.NOBODY):
        for model in (Case, Participation, JournalEntry, Message, Person):
            assert not model.objects.exists(), model


def test_a_forgotten_filter_shows_the_teams_own_cases_only(system):
    here, elsewhere = make_town(), make_town()
    mine, _theirs = lodge(here), lodge(elsewhere)
    with here.acting():
        assert list(Case.objects.all()) == [mine]
        assert {entry.case_id for entry in JournalEntry.objects.all()} == {mine.pk}
        assert {person.pk for person in Person.objects.all()} == {mine.person_id}


def test_the_person_sees_their_own_case_and_not_the_notes_of_others(system):
    town = make_town()
    mine, _other = lodge(town), lodge(town)
    with actor.acting_as(actor.for_person(mine.person_id)):
        assert list(Case.objects.all()) == [mine]


def test_a_proved_case_opens_itself_only(system):
    town = make_town()
    mine, _other = lodge(town), lodge(town)
    with actor.acting_as(actor.for_job(mine.pk)):
        assert list(Case.objects.all()) == [mine]


def test_another_body_can_neither_change_nor_join_a_case(system):
    here, elsewhere = make_town(), make_town()
    case = lodge(here)
    with elsewhere.acting():
        assert Case.objects.filter(pk=case.pk).update(subject="Rien") == 0
    with elsewhere.acting(), pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.create(
            organisation=elsewhere.body,
            case_id=case.pk,
            position=99,
            kind="closed",
            at=case.received_at,
            recorded_at=case.received_at,
            by="agent",
            hash="0" * 64,
            previous_hash="0" * 64,
        )


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_journalentry SET kind = 'x'", "DELETE FROM cases_journalentry"]
)
def test_the_journal_is_append_only_even_for_the_system(system, statement):
    lodge(make_town())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_words_of_search_are_out_of_reach(system):
    lodge(make_town())
    with pytest.raises(DatabaseError), transaction.atomic():
        SearchEntry.objects.count()


def test_the_runtime_role_can_neither_delete_a_case_nor_bypass(system):
    case = lodge(make_town())
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk)._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_a_note_is_seen_by_agents_and_not_by_the_timeline_of_the_person(system):
    from parvis.cases.timeline import timeline

    town = make_town()
    case = lodge(town)
    with town.acting():
        write_note(case_id=case.pk, text="Vérifier le cadastre", by=town.session())
        assert "Vérifier le cadastre" in [moment.text for moment in timeline(case, reader="agent")]
    with actor.acting_as(actor.for_person(case.person_id)):
        assert "Vérifier le cadastre" not in [moment.text for moment in timeline(case, reader="person")]
