"""Providers of SMS, played by a real HTTP server."""

import hashlib
import hmac

import pytest

from parvis.channels.errors import CannotDeliver, TryAgain, Unsure
from parvis.channels.models import MessageState
from parvis.channels.registry import Account, Fate, Handed, Outgoing, transports
from parvis.common.ids import new_id

NUMBER = "+33612345678"


def message(text="Déjà réglé", **changes):
    facts = {
        "id": new_id(),
        "recipient": "06 12 34 56 78",
        "subject": "",
        "text": text,
        "sms_sender": "Valmont",
    }
    return Outgoing(**{**facts, **changes})


@pytest.fixture
def http(provider_server):
    account = Account(
        name="A", settings={"url": f"{provider_server.url}/sms"}, secret="s3cret", callback="https://p/c"
    )
    return transports.get("sms_http"), account, provider_server


@pytest.fixture
def ovh(provider_server):
    settings = {"url": provider_server.url, "service": "sms-ab1-1", "application_key": "AK"}
    provider_server.answer("GET /auth/time", (200, 1700000000))
    return transports.get("sms_ovh"), Account(name="O", settings=settings, secret="AS:CK"), provider_server


@pytest.fixture
def octopush(provider_server):
    settings = {"url": provider_server.url, "login": "mairie@exemple.fr"}
    return transports.get("sms_octopush"), Account(name="P", settings=settings, secret="K"), provider_server


def test_by_http_an_sms_carries_its_key_its_signature_and_where_to_call_back(http):
    transport, account, server = http
    server.answer("POST /sms", (202, {"id": "abc", "parts": 1}))
    sent = message()

    assert transport.send(sent, account) == Handed(MessageState.SENT, "abc", 1)

    [asked] = server.asked
    assert asked.headers["Idempotency-Key"] == str(sent.id)
    signed = f"{sent.id}.{NUMBER}.{sent.text}".encode()
    assert asked.headers["X-Parvis-Signature"] == hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert asked.said == {
        "id": str(sent.id),
        "to": NUMBER,
        "from": "Valmont",
        "text": "Déjà réglé",
        "callback": "https://p/c",
    }


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        pytest.param((422, {}), CannotDeliver, id="this number never receives"),
        pytest.param((402, {}), TryAgain, id="no credit"),
        pytest.param((503, {}), TryAgain, id="down"),
        pytest.param(None, Unsure, id="no answer"),
    ],
)
def test_by_http_what_an_answer_means(http, answer, refusal):
    transport, account, server = http
    server.answer("POST /sms", answer)
    with pytest.raises(refusal) as raised:
        transport.send(message(), account)
    assert type(raised.value) is refusal


def test_a_landline_is_refused_without_asking_anyone(http):
    transport, account, server = http
    with pytest.raises(CannotDeliver):
        transport.send(message(recipient="02 31 00 00 00"), account)
    assert server.asked == []


def test_ovh_is_called_with_a_signature_over_their_clock(ovh):
    transport, account, server = ovh
    answered = {
        "ids": [26929925],
        "invalidReceivers": [],
        "validReceivers": [NUMBER],
        "totalCreditsRemoved": 1,
    }
    server.answer("POST /sms/sms-ab1-1/jobs", (200, answered))
    sent = message()

    assert transport.send(sent, account) == Handed(MessageState.SENT, "26929925", 1)

    [asked] = server.sent("POST /sms/sms-ab1-1/jobs")
    signed = f"AS+CK+POST+{server.url}/sms/sms-ab1-1/jobs+{asked.body.decode()}+1700000000"
    assert asked.headers["X-Ovh-Signature"] == "$1$" + hashlib.sha1(signed.encode()).hexdigest()
    assert asked.said["receivers"] == [NUMBER]
    assert (asked.said["coding"], asked.said["noStopClause"]) == ("7bit", True)
    assert asked.said["tag"] == sent.id.hex


def test_ovh_tells_a_number_it_does_not_know(ovh):
    transport, account, server = ovh
    answered = {"ids": [], "invalidReceivers": [NUMBER], "validReceivers": [], "totalCreditsRemoved": 0}
    server.answer("POST /sms/sms-ab1-1/jobs", (200, answered))
    with pytest.raises(CannotDeliver):
        transport.send(message(), account)


@pytest.mark.parametrize(("known", "found"), [([], None), ([77], "77")], ids=["not there", "there"])
def test_ovh_is_asked_whether_it_holds_a_message(ovh, known, found):
    transport, account, server = ovh
    sent = message()
    server.answer(f"GET /sms/sms-ab1-1/outgoing?tag={sent.id.hex}", (200, known))

    handed = transport.find(sent, account)

    assert (handed.reference if handed else None) == found


def test_octopush_takes_a_repeat_for_what_it_is(octopush):
    transport, account, server = octopush
    where = "POST /sms-campaign/send"
    server.answer(where, (201, {"sms_ticket": "sms_5f", "total_cost": 0.05}), (400, {"code": 120}))
    sent = message()

    assert transport.send(sent, account).reference == "sms_5f"
    assert transport.send(sent, account).state == MessageState.SENT

    first, second = server.sent(where)
    assert first.said["request_id"] == second.said["request_id"] == str(sent.id)
    assert first.headers["api-login"] == "mairie@exemple.fr"
    assert first.said["purpose"] == "alert"


@pytest.mark.parametrize(
    ("code", "refusal"), [(117, CannotDeliver), (104, TryAgain)], ids=["no such number", "no credit left"]
)
def test_what_octopush_refuses(octopush, code, refusal):
    transport, account, server = octopush
    server.answer("POST /sms-campaign/send", (400, {"code": code}))
    with pytest.raises(refusal):
        transport.send(message(), account)


@pytest.mark.parametrize(
    ("code", "said", "fates"),
    [
        pytest.param(
            "sms_http",
            {"id": "7", "state": "failed", "reason": "absent"},
            [Fate("7", MessageState.BOUNCED, "absent")],
            id="http",
        ),
        pytest.param("sms_http", {"state": "failed"}, [], id="of nothing"),
        pytest.param(
            "sms_ovh", {"id": "7", "ptt": "4"}, [Fate("7", MessageState.DELIVERED, "ptt_4")], id="ovh"
        ),
        pytest.param("sms_ovh", {"id": "7", "ptt": "1"}, [Fate("7", MessageState.SENT)], id="on its way"),
        pytest.param(
            "sms_ovh", {"id": "7", "ptt": "5"}, [Fate("7", MessageState.BOUNCED, "ptt_5")], id="lost"
        ),
        pytest.param(
            "sms_octopush",
            {"message_id": "sms_5f", "status": "NOT_DELIVERED", "number": NUMBER},
            [Fate("sms_5f", MessageState.BOUNCED, "not_delivered")],
            id="octopush",
        ),
    ],
)
def test_what_providers_tell_later(code, said, fates):
    assert transports.get(code).fates(said, Account(name="x")) == fates


OF_OCTOPUSH = {
    "message_id": "sms_5fa275dbf21dc",
    "number": NUMBER,
    "text": "Oui",
    "sim_card_number": "36105",
    "reception_date": "2026-11-20 11:11:45",
}


def test_two_answers_to_one_message_are_two_sms_though_octopush_names_them_alike():
    """In their answers, « message_id » is the ticket of our own message (page « inbounds » of their documentation)."""
    told = transports.get("sms_octopush").incoming
    account = Account(name="x")
    [first], [again] = told(OF_OCTOPUSH, account), told(dict(OF_OCTOPUSH), account)
    [second] = told({**OF_OCTOPUSH, "text": "Non", "reception_date": "2026-11-20 11:12:00"}, account)
    [unknown] = told({"number": NUMBER, "text": "Bonjour"}, account)

    assert first == again
    assert len({first.reference, second.reference, unknown.reference}) == 3
    assert (first.at.isoformat(), unknown.at) == ("2026-11-20T11:11:45+01:00", None)


def test_what_waits_at_ovh_is_fetched_with_its_date_then_taken_away(ovh):
    transport, account, server = ovh
    server.answer("GET /sms/sms-ab1-1/incoming", (200, [7, 8]))
    for key in (7, 8):
        one = {
            "id": key,
            "sender": NUMBER,
            "message": f"Message {key}",
            "creationDatetime": "2026-11-20T09:30:00+01:00",
            "credits": 0,
            "tag": "",
        }
        server.answer(f"GET /sms/sms-ab1-1/incoming/{key}", (200, one))
        server.answer(f"DELETE /sms/sms-ab1-1/incoming/{key}", (200, None))

    found = list(transport.waiting(account))
    assert [(one.reference, one.sender, one.text) for one in found] == [
        ("7", NUMBER, "Message 7"),
        ("8", NUMBER, "Message 8"),
    ]
    assert found[0].at.isoformat() == "2026-11-20T09:30:00+01:00"
    transport.taken("7", account)
    assert len(server.sent("DELETE /sms/sms-ab1-1/incoming/7")) == 1


@pytest.mark.parametrize("answer", [None, (503, {})], ids=["hangs up", "down"])
def test_ovh_away_while_fetching_is_tried_again_later(ovh, answer):
    transport, account, server = ovh
    server.answer("GET /sms/sms-ab1-1/incoming", answer)
    with pytest.raises(TryAgain):
        list(transport.waiting(account))
