import io

import pytest

from parvis.documents.kinds import accepted_kinds, recognise
from tests.documents import files


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.PDF, "pdf"),
        (files.jpeg(), "jpeg"),
        (files.image("PNG"), "png"),
        (files.image("WEBP"), "webp"),
        (files.DOCX, "docx"),
        (files.ODT, "odt"),
        (b"Bonjour, voici ma demande", "txt"),
        ("À l’été".encode("cp1252"), "txt"),
        (files.MACROS, None),
        (files.SVG, None),
        (files.HTML, None),
        (b"  \n<svg onload=alert(1)>", None),
        (files.EXE, None),
        (files.image("GIF"), None),
        (b"PK\x03\x04 not an archive", None),
        (b"\x00\x01\x02\x03", None),
    ],
)
def test_a_content_is_recognised_by_what_it_holds(content, code):
    kind = recognise(io.BytesIO(content), extension="pdf")

    assert (kind.code if kind else None) == code


def test_text_is_a_table_when_its_name_says_so():
    assert recognise(io.BytesIO(b"a;b\n1;2\n"), extension="csv").code == "csv"


@pytest.mark.parametrize(
    ("allowed", "codes"),
    [
        ({"pdf"}, ["pdf"]),
        ({".jpg", "PNG"}, ["jpeg", "png"]),
        ({"image/*"}, ["jpeg", "png", "webp"]),
        ({"application/pdf", "exe"}, ["pdf"]),
        (None, ["pdf", "jpeg", "png", "webp", "odt", "docx"]),
    ],
)
def test_a_list_of_types_is_read_as_codes_ends_or_media_types(allowed, codes):
    assert [kind.code for kind in accepted_kinds(allowed)] == codes
