"""A message of a workflow attaches the files of the questions it names, and leaves out those that may not leave."""

import pytest
from django.core.files.base import ContentFile

from parvis.cases.models import Attachment, Case
from parvis.cases.services import workflow_files
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.forms.lint import lint
from parvis.channels.models import OutboundMessage
from parvis.documents.models import ScanState, StoredFile
from parvis.documents.services.store import store_file
from tests.factories.cases import lodge
from tests.factories.workflows import examination, town_with, transition

pytestmark = pytest.mark.django_db
FORM = {
    "pages": [
        {
            "key": "p1",
            "title": "Plans",
            "fields": [{"type": "file", "key": "plans", "label": "Plans", "required": False, "max_files": 3}],
        }
    ]
}
SEND = {
    "do": "send_message",
    "to": ["person", "handler"],
    "subject": "Vos plans",
    "text": "Les voici.",
    "attach": ["plans"],
}


def town(system, **action):
    made = examination()
    made["transitions"].append(transition("send", ["received"], "examined", actions=[{**SEND, **action}]))
    return town_with(made, definition={"form": FORM})


def stored(name: str) -> StoredFile:
    return store_file(name=name, content=ContentFile(b"%PDF-1.4\n%%EOF\n"))


def answered(*files: StoredFile) -> list[dict]:
    return [{"id": str(file.pk), "name": file.name, "size": file.size} for file in files]


def sent(town, *files: StoredFile) -> Case:
    case = lodge(town)
    Case.objects.filter(pk=case.pk).update(answers={"plans": answered(*files)})
    with town.acting():
        make_transition(case_id=case.pk, key="send", by=town.session())
    return case


def test_the_files_of_the_question_go_with_the_message_to_the_person_and_to_the_team(system):
    made = town(system)
    file = stored("plan.pdf")
    StoredFile.objects.filter(pk=file.pk).update(scan_state=ScanState.CLEAN)
    case = sent(made, file)

    messages = OutboundMessage.objects.filter(about=case.pk, subject__startswith="Vos plans")
    assert [[each["name"] for each in one.attachments] for one in messages] == [["plan.pdf"]] * 2
    assert Attachment.objects.filter(case=case, file=file, message__isnull=False).count() == 1


def test_what_the_antivirus_stopped_or_what_is_too_heavy_does_not_leave(system, monkeypatch):
    made = town(system)
    clean, infected, heavy = stored("plan.pdf"), stored("virus.pdf"), stored("lourd.pdf")
    StoredFile.objects.update(scan_state=ScanState.CLEAN)
    StoredFile.objects.filter(pk=infected.pk).update(scan_state=ScanState.INFECTED)
    StoredFile.objects.filter(pk=heavy.pk).update(size=workflow_files.MOST_BYTES)
    case = sent(made, infected, clean, heavy)

    names = {
        each["name"]
        for one in OutboundMessage.objects.filter(about=case.pk, subject__startswith="Vos plans")
        for each in one.attachments
    }
    assert names == {"plan.pdf"}


def test_the_lint_refuses_a_question_that_is_not_there(system):
    definition = town(system, attach=["nothing"]).version.definition
    assert any("« nothing »" in remark.message for remark in lint(definition))
