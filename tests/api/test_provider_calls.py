"""What providers call back with."""

import pytest

from parvis.channels.models import InboundSms, MessageState, OutboundMessage
from parvis.channels.registry import Written
from parvis.channels.services.failover import Way, reach
from parvis.channels.services.providers import callback_of, set_provider
from parvis.common.ids import new_id
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def sent():
    body = OrganisationFactory()
    provider = set_provider(
        name="A", transport="sms_http", organisation=body, settings={"url": "http://127.0.0.1:1/"}
    )
    message = reach(
        about=new_id(),
        organisation_id=body.pk,
        purpose="answer",
        written=Written(subject="Réponse", text="Oui."),
        ways=[Way("sms", "+33612345678")],
    )
    OutboundMessage.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, provider=provider, reference="r1"
    )
    return message


def address(message):
    found = OutboundMessage.objects.get(pk=message.pk)
    return callback_of(found.provider_id).partition("/api/")[2]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(
            {"data": {"id": "r1", "state": "delivered"}, "content_type": "application/json"}, id="json"
        ),
        pytest.param({"data": {"id": "r1", "state": "delivered"}}, id="form"),
    ],
)
def test_a_call_tells_what_became_of_a_message(client, sent, said, run_jobs):
    OutboundMessage.objects.filter(pk=sent.pk).update(about=sent.about)
    answer = client.post(f"/api/{address(sent)}", **said)

    assert (answer.status_code, answer.content) == (204, b"")
    assert "channels.settle_fate" in run_jobs()
    assert OutboundMessage.objects.get(pk=sent.pk).state == MessageState.DELIVERED


@pytest.mark.parametrize("said", [b"[1]", b"{", b'"x"'], ids=["numbers", "broken", "text"])
def test_what_is_no_document_is_refused(client, sent, said):
    answer = client.post(f"/api/{address(sent)}", said, content_type="application/json")
    assert answer.status_code == 400


def test_an_address_that_we_never_gave_is_not_found(client, sent):
    answer = client.post("/api/v1/providers/1/0000000000000000000000000000000000000000", {"id": "r1"})
    assert answer.status_code == 404
    assert OutboundMessage.objects.get(pk=sent.pk).state == MessageState.SENT


def test_an_sms_cut_in_the_middle_of_a_drawing_is_taken(client, sent):
    told = b'{"id": "r\\u00002", "from": "+33612340001", "text": "Merci \\ud83d", "part": 1, "parts": 1}'
    answer = client.post(f"/api/{address(sent)}", told, content_type="application/json")

    assert answer.status_code == 204
    sms = InboundSms.objects.get()
    assert (sms.reference, sms.parts["1"]) == ("r2", "Merci \ufffd")
