"""Scans and photographs are turned upright, converted and made small; hostile ones are refused before they unfold."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from parvis.documents import images
from parvis.documents.errors import RefusedFile
from parvis.documents.services.store import store_file
from tests.documents import files


def opened(content):
    return Image.open(io.BytesIO(content))


def test_a_photograph_of_a_phone_becomes_a_jpeg_without_what_the_phone_wrote():
    made, code = images.convert(io.BytesIO(files.HEIC), "heic")

    assert code == "jpeg"
    assert sorted(opened(made.getvalue()).size) == [48, 64]
    assert b"SECRET-EXIF" not in made.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(files.scan(pages=3), "pdf", id="pages"),
        pytest.param(files.scan(mode="1"), "png", id="two colours"),
        pytest.param(files.scan(mode="RGB"), "jpeg", id="photograph"),
    ],
)
def test_a_scan_becomes_what_everyone_opens(content, code):
    made, found = images.convert(io.BytesIO(content), "tiff")

    assert found == code
    if code == "pdf":
        assert len(PdfReader(made).pages) == 3


def test_a_scan_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_PAGES", 2)
    with pytest.raises(RefusedFile, match="trop de pages"):
        images.convert(io.BytesIO(files.scan(pages=3)), "tiff")


@pytest.mark.parametrize("code", ["heic", "tiff", "jpeg", "png"])
def test_a_damaged_image_is_refused_in_words(code):
    content = {"heic": files.HEIC, "tiff": files.scan(), "jpeg": files.jpeg(), "png": files.image()}[code]
    with pytest.raises(RefusedFile, match="abîmée"):
        images.thumbnail(io.BytesIO(content[: len(content) // 2]), code)


def test_an_image_that_would_unfold_to_too_many_pixels_is_refused():
    small = io.BytesIO(files.image("PNG", "1", (8001, 8001)))
    with pytest.raises(RefusedFile, match="64 millions"):
        images.rebuild(small, "png")


def test_a_thumbnail_stands_upright_and_small():
    small = opened(images.thumbnail(io.BytesIO(files.jpeg((1000, 500), orientation=6)), "jpeg"))

    assert small.size == (160, 320)
    assert not small.getexif()


@pytest.mark.django_db
class TestStoring:
    def test_a_heic_is_taken_wherever_a_jpeg_is(self):
        file = store_file(name="IMG_0012.HEIC", content=ContentFile(files.HEIC), allowed={"jpeg"})

        assert (file.name, file.media_type) == ("IMG_0012.jpg", "image/jpeg")

    def test_a_scan_of_several_pages_is_taken_where_a_pdf_is(self):
        file = store_file(name="dossier.tif", content=ContentFile(files.scan(pages=2)), allowed={"pdf"})

        assert (file.name, file.media_type) == ("dossier.pdf", "application/pdf")

    @pytest.mark.parametrize("allowed", [{"pdf"}, {"odt"}], ids=["becomes another", "never"])
    def test_what_a_scan_becomes_must_be_accepted(self, allowed):
        with pytest.raises(RefusedFile, match="pas ce type"):
            store_file(name="photo.tif", content=ContentFile(files.scan(mode="RGB")), allowed=allowed)
