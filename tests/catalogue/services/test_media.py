"""Keeping what forms show: checked by content, harmless, named by its content."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from parvis.catalogue.list_queries import media_of, open_medium
from parvis.catalogue.services.media import keep_media
from parvis.common.errors import Invalid, NotFound
from tests.factories.organisations import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(500)
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(500)
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n"


def picture(kind="JPEG"):
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(
        made, kind, exif=b"Exif\x00\x00secret"
    ) if kind == "JPEG" else Image.new("RGB", (60, 40)).save(made, kind)
    return made.getvalue()


def keep(body, content, name="film.bin"):
    return keep_media(organisation=body, name=name, content=ContentFile(content))


@pytest.mark.parametrize(
    ("content", "end"),
    [(MP4, "mp4"), (WEBM, "webm"), (VTT, "vtt"), (picture(), "jpg"), (picture("PNG"), "png")],
    ids=["mp4", "webm", "captions", "jpeg", "png"],
)
def test_a_medium_is_named_by_its_content_and_kept_once(content, end):
    body = OrganisationFactory()
    kept = keep(body, content)
    assert kept.code.endswith(f".{end}")
    assert keep(body, content, name="autre nom").pk == kept.pk
    other = keep(OrganisationFactory(), content)
    assert (other.code, list(media_of(body))) == (kept.code, [kept])
    found, opened = open_medium(kept.code)
    with opened:
        assert len(opened.read()) == found.size == kept.size


def test_what_an_image_hides_is_not_kept():
    _found, opened = open_medium(keep(OrganisationFactory(), picture()).code)
    with opened:
        assert b"secret" not in opened.read()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload='x'/>", b"MZ\x90\x00" + bytes(99), b"\xff\xd8\xff\xe0 cut", VTT * 30_000],
    ids=["empty", "SVG", "program", "damaged image", "too heavy"],
)
def test_anything_else_is_refused_with_a_sentence(content):
    with pytest.raises(Invalid) as refusal:
        keep(OrganisationFactory(), content)
    assert refusal.value.errors["file"][0]


@pytest.mark.parametrize("code", ["", "x.mp4", "../settings.py", f"{'a' * 64}.mp4"])
def test_another_code_leads_nowhere(code):
    with pytest.raises(NotFound):
        open_medium(code)
