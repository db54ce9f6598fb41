"""Files: sent first, joined to a case once, read by the body alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.api.models import Upload
from parvis.cases.models import Attachment
from parvis.common import clock
from tests.documents.files import EXE, PDF, image
from tests.factories.api import a_case, make_caller

pytestmark = pytest.mark.django_db


def a_file(content=PDF, name="plan.pdf"):
    return SimpleUploadedFile(name, content)


def with_plan(*files):
    return a_case(answers={"reason": "Il penche", "plan": list(files)})


def test_a_file_is_sent_then_joined_to_its_case(system):
    caller = make_caller()
    sent = caller.send_file(a_file())
    assert (sent.status_code, sent.json()["type"], sent.json()["size"]) == (201, "application/pdf", len(PDF))
    told = caller.post("/cases", with_plan(sent.json())).json()
    assert told["answers"]["plan"] == told["files"] == [sent.json()]
    attachment = Attachment.objects.get(case_id=told["id"])
    assert (str(attachment.file_id), attachment.field_key) == (sent.json()["id"], "plan")
    content = caller.get(f"/files/{sent.json()['id']}")
    assert (content.status_code, b"".join(content.streaming_content)) == (200, PDF)


def test_what_is_said_of_a_file_is_ours_not_the_sender_s(system):
    caller = make_caller()
    sent = caller.send_file(a_file()).json()
    told = caller.post("/cases", with_plan({**sent, "name": "autre.exe", "size": 1, "type": "x/y"})).json()
    assert told["answers"]["plan"] == [sent]


def test_a_file_serves_once(system):
    caller = make_caller()
    sent = caller.send_file(a_file()).json()
    assert caller.post("/cases", with_plan(sent)).status_code == 201
    assert caller.post("/cases", with_plan(sent)).json()["errors"].keys() == {"answers.plan"}


def test_another_body_s_file_is_unknown(system):
    here, there = make_caller(), make_caller()
    sent = here.send_file(a_file()).json()
    assert there.post("/cases", with_plan(sent)).status_code == 422
    assert there.get(f"/files/{sent['id']}").status_code == 404
    assert Upload.objects.filter(pk=sent["id"]).exists()


def test_a_file_waits_seven_days_for_its_case(system):
    caller = make_caller()
    sent = caller.send_file(a_file()).json()
    Upload.objects.update(sent_at=clock.now() - timedelta(days=8))
    assert caller.post("/cases", with_plan(sent)).status_code == 422


def test_a_refused_case_leaves_its_file_waiting(system):
    caller = make_caller()
    sent = caller.send_file(a_file(image(), "plan.png")).json()
    assert caller.post("/cases", with_plan(sent) | {"municipality": "99999"}).status_code == 422
    assert caller.post("/cases", with_plan(sent)).status_code == 201


@pytest.mark.parametrize(("content", "name"), [(EXE, "plan.exe"), (b"", "plan.pdf"), (EXE, "plan.pdf")])
def test_a_wrong_file_is_refused_with_its_reason(system, content, name):
    answer = make_caller().send_file(a_file(content, name))
    assert (answer.status_code, answer.json()["code"]) == (422, "refused_file")
    assert answer.json()["errors"]["file"]


def test_a_request_without_file_is_refused(system):
    caller = make_caller()
    headers = {"Authorization": f"Bearer {caller.key}"}
    assert list(caller.client.post("/api/v1/files", {}, headers=headers).json()["errors"]) == ["file"]
    answer = caller.client.post("/api/v1/files", "x", content_type="text/plain", headers=headers)
    assert answer.status_code == 415
