"""Deposits signed by another Parvis: sent by the product itself, taken by its own door, in one go or forged."""

import hashlib
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.models import Case, PeerKey
from parvis.cases.services import peers, transfer_out
from parvis.cases.services.messages import attach_files
from parvis.cases.services.peer_sending import hand_over, try_peer
from parvis.cases.services.transfer_out import OutsideBody, PeerAway, send_case_out
from parvis.catalogue.lists.fetching import Exchanged, answered_by
from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.documents.models import IssuedDocument
from parvis.documents.services.store import store_file
from parvis.people.models import Person
from parvis.people.services.persons import PersonDetails
from tests.documents.files import PDF
from tests.factories.cases import lodge, make_town
from tests.factories.mails import CONTACT

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/deposits/"
AUDE = PersonDetails(
    first_name="Aude", last_name="Vasseur", email="aude@example.invalid", phone="+33612345678"
)


@pytest.fixture
def secrets_known(settings):
    settings.WEB_SERVICE_SECRETS = {"A": "first secret", "B": "second secret"}


@pytest.fixture
def there(system, secrets_known):
    """The body over there: it offers a contact only."""
    return make_town(code="contact", definition=CONTACT, slug="la-bas")


@pytest.fixture
def here(there):
    return make_town(slug="ici")


@pytest.fixture
def peer(there):
    """The other Parvis, which is this one: what it sends comes back by the door."""
    made = peers.set_peer(code="autre", name="Autre Parvis", address="https://autre.example.invalid/")
    peers.set_bodies(peer=made, bodies=[(there.body.slug, "Là-bas")])
    peers.add_key(peer=made, key_id="2026-a", secret_name="A")
    return made


@pytest.fixture
def case(here):
    made = lodge(here, person=AUDE, received_at=clock.now() - timedelta(days=10))
    with actor.acting_as(actor.for_system("tests")):
        file = store_file(name="plan.pdf", content=ContentFile(PDF))
        attach_files(made, (file.pk,))
    return made


@pytest.fixture
def door():
    """Have what leaves by HTTP enter by the door of this very product; return what it answered."""
    answers = []

    def enter(address, method, content, headers):
        meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        meta["CONTENT_TYPE"] = meta.pop("HTTP_CONTENT_TYPE")
        with actor.acting_as(actor.Actor()):  # another machine is nobody here
            answer = Client().generic(method, urlsplit(address).path, content, **meta)
        answers.append((answer.status_code, answer.json()))
        return Exchanged(*answers[-1])

    with answered_by(enter):
        yield answers


def send_out(case, town, peer, **more):
    body = peer.bodies.get()
    to = OutsideBody(body.name, peer_body=body.pk, **more)
    with town.acting():
        transfer_out.transfer_out(case_id=case.pk, to=to, reason="De votre ressort.", by=town.session())
    return to


def hand(case, to):
    with actor.acting_as(actor.for_job(case.pk)):
        send_case_out(case_id=case.pk, to=to)


def test_a_demand_handed_over_is_born_there_whole_with_the_day_it_was_first_received(
    here, there, peer, case, door
):
    to = send_out(case, here, peer)
    hand(case, to)
    hand(case, to)  # its job, run twice

    [(status, told)] = door
    born = Case.objects.get(pk=told["id"])
    assert status == 201
    assert (born.team, born.person.email, born.channel) == (there.team, "aude@example.invalid", "api")
    assert born.first_received_at == case.received_at
    assert born.received_at > case.received_at
    assert [entry.kind for entry in born.journal.order_by("position")][:2] == ["received", "transferred"]
    [given] = born.attachments.select_related("file")
    assert given.file.name == "plan.pdf"
    assert json.loads(born.original["manifest"])["id"] == str(case.pk)
    assert born.original["signature"]
    left = case.journal.get(kind="sent_out")
    assert (left.facts["channel"], left.facts["number"]) == ("parvis", born.number)


def test_a_body_that_offers_the_same_procedure_reads_the_same_answers(here, there, peer, case, door):
    taken = make_town(slug="voisine")
    peers.set_bodies(peer=peer, bodies=[(taken.body.slug, "Voisine")])
    Case.objects.filter(pk=case.pk).update(answers={})
    hand(case, send_out(case, here, peer))

    born = Case.objects.get(pk=door[0][1]["id"])
    assert (born.organisation, born.procedure_code) == (taken.body, case.procedure_code)


def test_a_parvis_that_does_not_answer_is_tried_for_hours_then_the_file_leaves_another_way(
    here, peer, case, time_machine
):
    def away(*_called):
        raise ActionFailed("Le serveur ne répond pas.")

    to = send_out(case, here, peer, email="contact@la-bas.invalid")
    with answered_by(away):
        with pytest.raises(PeerAway):
            hand(case, to)
        assert not case.journal.filter(kind="sent_out").exists()
        time_machine.move_to(clock.now() + timedelta(hours=6))
        hand(case, to)
    assert case.journal.get(kind="sent_out").facts["channel"] == "email"
    assert IssuedDocument.objects.filter(about=case.pk, kind="transmission").exists()


def test_a_key_that_the_other_side_does_not_know_yet_is_tried_again_and_nothing_leaves_another_way(
    here, peer, case
):
    to = send_out(case, here, peer, email="contact@la-bas.invalid")
    with answered_by(lambda *_called: Exchanged(401, {"code": "unknown_key"})), pytest.raises(PeerAway):
        hand(case, to)

    assert not case.journal.filter(kind="sent_out").exists()


def test_the_operator_tries_another_parvis_before_anything_is_sent(peer, door):
    try_peer(peer)
    refusing = answered_by(lambda *_called: Exchanged(401, {"code": "stale_call"}))
    with refusing, pytest.raises(ActionFailed, match="stale_call"):
        try_peer(peer)
    assert door[0][0] == 422
    assert not Case.objects.exists()


def test_an_answer_that_was_lost_does_not_double_a_demand_whose_person_moved_since(here, peer, case, door):
    to = send_out(case, here, peer, email="contact@la-bas.invalid")
    with actor.acting_as(actor.for_job(case.pk)):
        hand_over(case_id=case.pk, body_id=to.peer_body, rows=[], files=[])  # its answer never came
        Person.objects.filter(pk=case.person_id).update(postal_address="2 rue Neuve, 76000 Rouen")
    hand(case, to)

    assert [status for status, _told in door] == [201, 409]
    left = case.journal.get(kind="sent_out")
    assert (left.facts["channel"], left.facts["number"]) == ("parvis", door[0][1]["number"])


# What others may send


def manifest(to, **changes):
    content = hashlib.sha256(PDF).hexdigest()
    told = {
        "format": "parvis-deposit/1",
        "id": str(new_id()),
        "to": to,
        "sender": "Ville voisine",
        "procedure": "contact",
        "subject": "Un banc cassé",
        "text": "Le banc de la gare est cassé.",
        "received_at": (clock.now() - timedelta(days=3)).isoformat(),
        "answers": {},
        "person": {"last_name": "Vasseur", "email": "aude@example.invalid"},
        "files": [{"id": "f1", "name": "plan.pdf", "sha256": content}],
        **changes,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def post(client, told, headers, *, files=(PDF,)):
    parts = [SimpleUploadedFile(f"{rank}", content) for rank, content in enumerate(files)]
    meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return client.post(ADDRESS, {"deposit": SimpleUploadedFile("deposit.json", told), "file": parts}, **meta)


def refused(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_the_same_deposit_is_one_demand_and_other_words_under_its_id_are_refused(client, there, peer):
    told = manifest("la-bas")
    first = post(client, told, peers.signed_for(peer, told))
    again = post(client, told, peers.signed_for(peer, told))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]

    other = manifest("la-bas", id=json.loads(told)["id"], subject="Autre chose")
    assert refused(post(client, other, peers.signed_for(peer, other))) == (409, "deposit_changed")
    assert Case.objects.count() == 1


def test_a_manifest_without_the_name_of_a_file_is_the_same(client, there, peer):
    told = manifest("la-bas", files=[])
    signed = peers.signed_for(peer, told)

    answer = client.post(ADDRESS, {"deposit": told.decode()}, headers=signed)
    assert answer.status_code == 201
    assert post(client, told, signed).status_code == 200


def test_whoever_cannot_prove_who_they_are_leaves_nothing(client, there, peer, time_machine):
    told = manifest("la-bas")
    good = peers.signed_for(peer, told)
    bad = {"X-Parvis-Signature": "0" * 64}
    assert refused(post(client, told, {})) == (401, "unknown_key")
    assert refused(post(client, told, {**good, "X-Parvis-Key": "inconnue"})) == (401, "unknown_key")
    assert refused(post(client, told, {**good, **bad})) == (401, "bad_signature")
    assert refused(post(client, manifest("la-bas"), good)) == (401, "bad_signature")
    time_machine.move_to(clock.now() + timedelta(minutes=6))
    late = post(client, told, good)
    assert refused(late) == (401, "stale_call")
    assert late.json()["tolerance"] == 300
    assert not Case.objects.exists()


def test_a_key_is_changed_without_a_gap(client, there, peer, time_machine):
    told = manifest("la-bas")
    before = peers.signed_for(peer, told)
    peers.add_key(
        peer=peer, key_id="2026-b", secret_name="B", others_until=clock.now() + timedelta(minutes=2)
    )
    assert post(client, told, before).status_code == 201
    after = peers.signed_for(peer, told)
    assert after["X-Parvis-Key"] == "2026-b"
    assert post(client, told, after).status_code == 200
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    assert refused(post(client, told, before)) == (401, "expired_key")
    assert PeerKey.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "files", "expected"),
    [
        pytest.param({"to": "nulle-part"}, [PDF], (404, "unknown_body"), id="a body that is not here"),
        pytest.param({}, [b"%PDF-1.4 other"], (422, "invalid"), id="another file than the one signed"),
        pytest.param({}, [], (422, "invalid"), id="a file that lacks"),
        pytest.param({"received_at": "2126-01-01T00:00:00Z"}, [PDF], (422, "invalid"), id="to come"),
        pytest.param({"received_at": "0001-01-01T00:00:00Z"}, [PDF], (422, "invalid"), id="a slip"),
        pytest.param({"received_at": "hier"}, [PDF], (422, "invalid"), id="no date"),
        pytest.param({"format": "parvis-deposit/9"}, [PDF], (422, "invalid"), id="another format"),
        pytest.param({"text": "\x00"}, [PDF], (422, "invalid"), id="what a database cannot hold"),
    ],
)
def test_what_cannot_be_taken_is_said_and_leaves_nothing(client, there, peer, changes, files, expected):
    told = manifest(**{"to": "la-bas", **changes})
    assert refused(post(client, told, peers.signed_for(peer, told), files=files)) == expected
    assert not Case.objects.exists()


def test_what_is_no_deposit_is_refused_in_words(client, there, peer):
    assert refused(client.post(ADDRESS, {"x": 1}, content_type="application/json")) == (
        415,
        "wrong_media_type",
    )
    assert refused(client.post(ADDRESS, {"x": 1})) == (400, "malformed")
    torn = b'{"format": '
    assert refused(post(client, torn, peers.signed_for(peer, torn))) == (400, "malformed")
