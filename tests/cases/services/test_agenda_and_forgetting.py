"""A moment sent to agendas; personal data forgotten early, the chain of the journal whole."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from icalendar import Calendar

from parvis.cases import journal
from parvis.cases.action_kinds import ActionFailed
from parvis.cases.models import Attachment, Case, Direction, JournalEntry
from parvis.cases.services.messages import write_as_person
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.forms.lint import lint
from parvis.catalogue.services.reference_tables import record_table
from parvis.channels.models import OutboundMessage
from parvis.documents.models import StoredFile
from parvis.documents.services.store import keep_made_file
from tests.factories.cases import lodge
from tests.factories.workflows import examination, town_with

pytestmark = pytest.mark.django_db


def with_action(key: str, **action):
    made = examination()
    next(each for each in made["transitions"] if each["key"] == key)["actions"] = [action]
    return town_with(made)


def press(town, case, *keys):
    with town.acting():
        for key in keys:
            make_transition(case_id=case.pk, key=key, by=town.session())
    return Case.objects.get(pk=case.pk)


def test_a_day_is_sent_as_a_file_that_agendas_read(system):
    town = with_action("take", do="add_to_agenda", date="wished_on", text="Visite : {{ reason }}")
    case = lodge(town, answers={"reason": "Mur", "wished_on": "2027-03-05"})
    press(town, case, "take")
    kept = Attachment.objects.get(case=case)
    assert kept.is_internal
    assert kept.message.direction == Direction.NOTE, "agents see it on the page of the case"
    with default_storage.open(kept.file.key) as content:
        event = Calendar.from_ical(content.read()).walk("VEVENT")[0]
    assert (str(event["summary"]), event.decoded("dtstart").isoformat()) == ("Visite : Mur", "2027-03-05")
    sent = OutboundMessage.objects.filter(subject="Visite : Mur").get()
    assert [each["media_type"] for each in sent.attachments] == ["text/calendar"]


def test_without_a_date_nothing_is_done_and_the_agent_reads_why(system):
    town = with_action("take", do="add_to_agenda", date="wished_on", text="Visite")
    case = lodge(town)
    with town.acting(), pytest.raises(ActionFailed, match="date"):
        make_transition(case_id=case.pk, key="take", by=town.session())


def test_an_open_case_is_not_forgotten(system):
    town = with_action("take", do="anonymise")
    case = lodge(town, answers={"reason": "Mur"})
    with town.acting(), pytest.raises(ActionFailed, match="ouverte"):
        make_transition(case_id=case.pk, key="take", by=town.session())
    assert Case.objects.get(pk=case.pk).answers["reason"] == "Mur"


def test_a_closed_case_forgets_words_files_and_person_and_its_journal_still_verifies(
    system, django_capture_on_commit_callbacks
):
    made = examination()
    made["statuses"][3]["on_arrival"] = [{"do": "anonymise"}]
    town = town_with(made)
    case = lodge(town, answers={"reason": "Mon voisin Karim Bey"})
    file = keep_made_file(name="plan.pdf", media_type="application/pdf", content=BytesIO(b"%PDF-1.7"))
    write_as_person(case_id=case.pk, text="Je suis Line Ory", files=(file.pk,))
    with django_capture_on_commit_callbacks(execute=True):
        left = press(town, case, "take", "finish")

    assert (left.person_id, left.person_name, left.answers, left.original) == (None, "", {}, {})
    assert left.subject == "Couper un arbre"
    assert list(left.messages.values_list("text", flat=True)) == ["–"]
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not default_storage.exists(file.key)
    entries = list(JournalEntry.objects.filter(case=case).order_by("position"))
    assert journal.first_break(left, entries) is None
    assert not any("Karim" in str(entry.personal) for entry in entries)
    assert case.journal.get(kind="anonymised").facts == {"what": "all"}


def published(**values: str):
    made = examination()
    made["transitions"][0]["actions"] = [{"do": "publish", "dataset": "coupes", "values": values}]
    fields = [
        {"type": "number", "key": "trees", "label": "Arbres", "required": False},
        {"type": "text", "key": "reason", "label": "Motif", "required": False},
    ]
    form = {"pages": [{"key": "p1", "title": "Votre projet", "fields": fields}]}
    town = town_with(made, definition={"form": form})
    columns = [{"key": "trees", "label": "Arbres", "type": "number"}]
    record_table(organisation=town.body, code="coupes", title="Coupes", columns=columns)
    return town


def test_a_line_of_open_data_leads_back_to_nobody_and_is_written_once(system):
    town = published(trees="trees", received="case.received_on")
    case = lodge(town, answers={"trees": "3", "reason": "Mon voisin"})
    press(town, case, "take")
    (row,) = town.body.reference_tables.get().rows.all()
    assert row.columns == {"trees": 3}
    assert case.number not in f"{row.code} {row.label}"
    assert "voisin" not in str(row.columns)


@pytest.mark.parametrize(
    "formula", ["reason", "person.last_name", "case.person_name", "case.subject + reason"]
)
def test_words_that_may_name_someone_are_refused_before_publication_and_when_it_runs(system, formula):
    town = published(trees=formula)
    said = [remark.message for remark in lint(town.version.definition)]
    assert any("désigner quelqu’un" in each for each in said)
    case = lodge(town, answers={"trees": "3"})
    with town.acting(), pytest.raises(ActionFailed, match="désigner quelqu’un"):
        make_transition(case_id=case.pk, key="take", by=town.session())
