"""An image holds its pixels and nothing else, or more."""

import io

import pytest
from PIL import Image, PngImagePlugin

from parvis.catalogue.bare_images import is_bare

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def drawn(end, **more):
    made = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(made, FORMATS[end], **more)
    return made.getvalue()


@pytest.mark.parametrize("end", FORMATS)
def test_what_we_write_ourselves_is_bare_until_something_is_added_or_cut(end):
    content = drawn(end)
    assert is_bare(content, end)
    assert not is_bare(content + b"PK hidden", end)
    assert not is_bare(content[:-1], end)
    assert not is_bare(b"", end)


def noted():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "secret")
    return drawn("png", pnginfo=note)


@pytest.mark.parametrize(
    ("content", "end"),
    [
        (drawn("jpg", exif=b"Exif\x00\x00secret"), "jpg"),
        (drawn("jpg", comment=b"secret"), "jpg"),
        (noted(), "png"),
        (drawn("webp", exif=b"Exif\x00\x00secret"), "webp"),
    ],
    ids=["exif", "comment", "text of a PNG", "exif of a WebP"],
)
def test_what_says_something_beside_its_pixels_is_not(content, end):
    assert not is_bare(content, end)


def test_a_progressive_photograph_is_bare_too():
    assert is_bare(drawn("jpg", progressive=True), "jpg")
