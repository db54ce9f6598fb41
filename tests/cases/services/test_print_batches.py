"""Letters gathered for the print room."""

import io

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader

from parvis.cases.services.messages import answer_person
from parvis.cases.services.print_batches import gather_letters, get_batch, mark_posted, release_batch
from parvis.channels.models import MessageState, OutboundMessage, PrintBatch
from parvis.common.errors import Invalid, NotFound
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town(run_jobs):
    """A town with two answers to print."""
    made = make_town()
    for name in ("Hamel", "=Vasseur"):
        person = PersonDetails(
            last_name=name, preferred_channel="post", postal_address="1 rue Haute\n76000 Rouen"
        )
        case = lodge(made, person=person)
        with made.acting():
            answer_person(case_id=case.pk, text="Oui.", by=made.session())
    OutboundMessage.objects.filter(purpose="receipt").delete()
    run_jobs()
    OutboundMessage.objects.filter(purpose="receipt").delete()
    return made


def gather(town):
    with town.acting(), transaction.atomic():
        return gather_letters(organisation_id=town.body.pk, by=town.session())


def test_a_batch_is_one_pdf_with_a_sheet_before_each_letter_and_a_manifest(town, run_jobs):
    batch = gather(town)
    run_jobs()

    batch.refresh_from_db()
    with default_storage.open(batch.key) as content:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content.read())).pages]
    assert (len(pages), batch.letters, batch.pages) == (4, 2, 2)
    assert ["Pli" in page for page in pages] == [True, False, True, False]
    with default_storage.open(batch.manifest) as content:
        lines = content.read().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any("'=Vasseur" in line for line in lines)  # no spreadsheet takes a name for a formula


def test_a_letter_is_in_one_batch_only_and_leaves_once(town, run_jobs):
    batch = gather(town)
    with pytest.raises(Invalid):
        gather(town)
    run_jobs()
    with town.acting(), transaction.atomic():
        assert [mark_posted(batch_id=batch.pk), mark_posted(batch_id=batch.pk)] == [2, 0]
    letters = OutboundMessage.objects.filter(batch=batch)
    assert {letter.state for letter in letters} == {MessageState.SENT}


def test_a_batch_undone_gives_its_letters_back(town):
    batch = gather(town)
    with town.acting(), transaction.atomic():
        release_batch(batch_id=batch.pk)
    assert not PrintBatch.objects.exists()
    assert gather(town).letters == 2


def test_nobody_opens_a_batch_who_does_not_see_all_its_letters(town):
    batch, other = gather(town), make_town(code="autre")
    with other.acting(), transaction.atomic(), pytest.raises(NotFound):
        get_batch(batch.pk)
