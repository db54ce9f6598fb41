"""A medium served by us: kept by browsers for good, whole or by pieces."""

import pytest
from django.core.files.base import ContentFile

from parvis.catalogue.services.media import keep_media
from parvis.common import actor
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n"


@pytest.fixture
def address():
    with actor.acting_as(actor.for_system("tests")):
        kept = keep_media(
            organisation=OrganisationFactory(), name="sous-titres.vtt", content=ContentFile(VTT)
        )
    return f"/media/{kept.code}"


def test_it_is_whole_and_never_stale(client, address):
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == VTT
    assert "immutable" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "piece"),
    [("bytes=0-5", VTT[:6]), ("bytes=8-", VTT[8:]), ("bytes=-4", VTT[-4:]), ("bytes=4-9999", VTT[4:])],
)
def test_a_player_asks_for_pieces(client, address, asked, piece):
    answer = client.get(address, headers={"Range": asked})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, piece)
    assert answer["Content-Range"].endswith(f"/{len(VTT)}")


def test_what_cannot_be_answered_is_said(client, address):
    assert client.get(address, headers={"Range": "bytes=9999-"}).status_code == 416
    assert b"".join(client.get(address, headers={"Range": "lines=1"}).streaming_content) == VTT
    assert client.get("/media/inconnu.mp4").status_code == 404
