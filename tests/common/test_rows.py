import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from parvis.cases.models import Draft, JournalEntry
from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.common.postgresql import rows
from parvis.organisations.models import Team
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_system():
    with actor.acting_as(actor.for_system("tests")):
        yield


def test_rows_are_written_as_django_writes_them():
    body = OrganisationFactory()
    written = [Team(organisation=body, name=name) for name in ("Voirie", "Espaces verts")]
    rows.insert(written)
    saved = Team.objects.create(organisation=body, name="Eau")
    read = list(Team.objects.filter(pk__in=[each.pk for each in written]).order_by("pk"))
    assert [each.name for each in read] == ["Voirie", "Espaces verts"]
    same = [name for name in vars(read[0]) if name not in {"_state", "id", "name"}]
    assert [getattr(read[0], name) for name in same] == [getattr(saved, name) for name in same]
    assert not written[0]._state.adding


def test_arrays_and_documents_go_as_they_are():
    town = make_town()
    now = clock.now()
    draft = Draft(
        id=new_id(),
        organisation=town.body,
        version=town.version,
        answers={"a": ["é", None, 1.5]},
        pages_done=["p1", "p2"],
        reminded_days=[3, 7],
        resume_hash="x",
        created_at=now,
        updated_at=now,
        expires_at=now,
    )
    rows.insert([draft])
    draft.answers, draft.pages_done = {}, []
    rows.update(draft, "answers", "pages_done")
    read = Draft.objects.get(pk=draft.pk)
    assert (read.answers, read.pages_done, read.reminded_days) == ({}, [], [3, 7])


def test_one_statement_writes_them_all():
    body = OrganisationFactory()
    with CaptureQueriesContext(connection) as sent:
        rows.insert([Team(organisation=body, name=str(rank)) for rank in range(5)])
        rows.insert([])
    assert len(sent) == 1


def test_a_row_that_is_gone_is_said():
    team = Team.objects.create(organisation=OrganisationFactory(), name="Voirie")
    Team.objects.filter(pk=team.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(team, "name")


def test_row_security_still_rules():
    case = lodge(make_town())
    entry = JournalEntry.objects.filter(case=case).first()
    entry.pk, entry.position = None, 99
    with actor.acting_as(actor.NOBODY), pytest.raises(DatabaseError), transaction.atomic():
        rows.insert([entry])
