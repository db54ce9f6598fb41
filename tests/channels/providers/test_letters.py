"""Services that print and post, by HTTP and by a folder."""

import base64
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.channels.errors import CannotDeliver
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.registry import Account, AttachedFile, Outgoing, transports
from parvis.channels.services.fates import collect_fates
from parvis.channels.services.providers import set_provider
from parvis.common.ids import new_id
from tests.factories.organisations import OrganisationFactory

ADDRESS = "Aude Vasseur\n1 rue de l’Église\n76000 Rouen"


@pytest.fixture
def letter():
    key = default_storage.save("letters/a.pdf", ContentFile(b"%PDF-1.7"))
    return Outgoing(
        id=new_id(),
        recipient=ADDRESS,
        subject="Décision",
        text="",
        attachments=[AttachedFile("a.pdf", "application/pdf", key)],
        registered=True,
    )


@pytest.fixture
def folder(tmp_path):
    return Account(name="F", settings={"folder": str(tmp_path)})


def test_by_http_a_letter_goes_with_its_pdf_and_its_address_as_the_post_reads_it(provider_server, letter):
    provider_server.answer("POST /letters", (201, {"id": "L1"}))
    account = Account(name="P", settings={"url": f"{provider_server.url}/letters"}, secret="s")

    assert transports.get("post_http").send(letter, account).reference == "L1"

    [asked] = provider_server.asked
    assert asked.said["address"] == ["Aude Vasseur", "1 rue de l’Église", "76000 ROUEN"]
    assert base64.b64decode(asked.said["files"][0]["content"]) == b"%PDF-1.7"
    assert asked.said["registered"] is True
    assert asked.headers["Idempotency-Key"] == str(letter.id)


@pytest.mark.parametrize(
    "address", ["", "Aude Vasseur", "Aude Vasseur\nà Rouen"], ids=["none", "name", "no town"]
)
def test_an_address_that_reaches_nobody_is_refused_before_it_costs_a_stamp(letter, folder, address):
    with pytest.raises(CannotDeliver):
        transports.get("post_folder").send(Outgoing(letter.id, address, "", ""), folder)


def test_a_letter_is_put_once_in_the_folder_even_after_the_service_took_it(letter, folder, tmp_path):
    transport = transports.get("post_folder")
    transport.send(letter, folder)
    given = tmp_path / "a-poster" / f"{letter.id}.json"
    assert json.loads(given.read_text())["files"] == [f"{letter.id}.pdf"]
    assert (tmp_path / "a-poster" / f"{letter.id}.pdf").read_bytes() == b"%PDF-1.7"

    given.unlink()
    transport.send(letter, folder)
    assert not given.exists()


def test_killed_before_it_was_shown_a_letter_is_shown_at_the_next_try(letter, folder, tmp_path):
    transport = transports.get("post_folder")
    transport.send(letter, folder)
    shown, hidden = tmp_path / "a-poster" / f"{letter.id}.json", tmp_path / "remis" / f"{letter.id}.tmp"
    shown.rename(hidden)

    assert transport.find(letter, folder)
    assert shown.exists()


def test_what_the_service_tells_in_its_folder_is_read_once(system, letter, tmp_path):
    body = OrganisationFactory()
    provider = set_provider(
        name="F", transport="post_folder", organisation=body, settings={"folder": str(tmp_path)}
    )
    message = OutboundMessage.objects.create(
        id=letter.id,
        about=new_id(),
        channel="post",
        recipient=ADDRESS,
        text="",
        state=MessageState.SENT,
        provider=provider,
        reference=str(letter.id),
        organisation=body,
        queued_at="2026-11-22T09:00Z",
        changed_at="2026-11-22T09:00Z",
    )
    (tmp_path / "etats").mkdir()
    told = [{"id": str(letter.id), "state": "returned", "reason": "NPAI"}, "oops"]
    (tmp_path / "etats" / "1.jsonl").write_text("\n".join(map(json.dumps, told)))

    assert [collect_fates(), collect_fates()] == [1, 0]

    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.BOUNCED, "provider_NPAI")
    assert (tmp_path / "etats-lus" / "1.jsonl").exists()
