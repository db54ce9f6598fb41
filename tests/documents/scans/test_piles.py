"""Piles of scanned post, cut into letters by a process apart."""

import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from parvis.documents.scans.apart import pile_read
from parvis.documents.scans.cutting import Page, cuts
from parvis.documents.scans.sheets import letter_named, sheet_code
from parvis.documents.services.sheets import code_sheet
from parvis.documents.verification import verification_url
from tests.factories.post import a_page, a_sheet, as_pdf, as_tiff

CODE = "7Q4M09XKAAAABBBB"


def read(raw, split="sheets"):
    """Return what is in a pile: why nothing is, then the pages of each letter, its code and its service."""
    with pile_read(raw, split) as found:
        return found.refused, [(one.pages, one.code, one.team) for one in found.letters]


def test_sheets_cut_a_pile_and_are_left_out_with_their_blank_back():
    pile = as_pdf(
        a_page("Bonjour"),
        a_page("suite"),
        a_sheet(42),
        a_page(dust=True),
        a_page("Autre", code=verification_url(CODE)),
    )

    assert read(pile) == ("", [(2, "", 0), (1, CODE, 42)])


def test_the_pages_of_a_letter_are_its_own_and_drawn():
    with pile_read(as_pdf(a_page("Un"), a_sheet(), a_page("Deux"), a_page("Trois")), "sheets") as found:
        letter = found.letters[1]
        assert (letter.first, len(PdfReader(letter.pdf).pages), len(letter.pictures)) == (3, 2, 2)
        with Image.open(letter.pictures[0]) as picture:
            assert picture.width == 1240


@pytest.mark.parametrize("colours", [2, 256])
def test_a_fax_and_a_scan_in_tiff_are_cut_the_same(colours):
    assert read(as_tiff(a_page("Un"), a_sheet(), a_page("Deux"), colours=colours)) == (
        "",
        [(1, "", 0), (1, "", 0)],
    )


def test_the_printed_sheet_is_the_one_that_cuts():
    writer = PdfWriter()
    for part in (
        as_pdf(a_page("Un")),
        code_sheet(body="Ville de Valmont", team_id=7, team="Voirie"),
        as_pdf(a_page("Deux")),
    ):
        writer.append(PdfReader(io.BytesIO(part)))
    made = io.BytesIO()
    writer.write(made)

    assert read(made.getvalue()) == ("", [(1, "", 0), (1, "", 7)])


def test_blank_pages_cut_only_when_asked_and_an_image_alone_is_a_letter():
    pages = [Page(), Page(is_blank=True), Page(), Page(codes=[sheet_code()]), Page(), Page(is_blank=True)]

    assert [cut.pages for cut in cuts(pages, "sheets")] == [[0, 1, 2], [4]]
    assert [cut.pages for cut in cuts(pages, "blanks")] == [[0], [2], [4]]
    assert [cut.pages for cut in cuts(pages, "whole")] == [[0, 1, 2, 3, 4]]


def test_only_an_address_of_verification_names_a_letter():
    assert letter_named(verification_url(CODE)) == CODE
    assert not any(letter_named(text) for text in (CODE, sheet_code(), "https://x/verifier/", "a" * 10_000))


def _many_pages():
    writer = PdfWriter()
    for _page in range(501):
        writer.add_blank_page(595, 842)
    return _written(writer)


def _locked():
    writer = PdfWriter(PdfReader(io.BytesIO(as_pdf(a_page("Un")))))
    writer.encrypt("secret")
    return _written(writer)


def _written(writer):
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _huge_image():
    """Return a PNG of a few kilobytes that announces three billion pixels."""
    head = b"\x89PNG\r\n\x1a\n"
    parts = (
        (b"IHDR", (60000).to_bytes(4, "big") * 2 + b"\1\0\0\0\0"),
        (b"IDAT", zlib.compress(b"\0" * 9)),
        (b"IEND", b""),
    )
    return head + b"".join(
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in parts
    )


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: b"", "empty"),
        (lambda: b"MZ\x90\0" + b"\0" * 500, "not_a_scan"),
        (lambda: as_pdf(a_page("Un"))[:3000], "damaged"),
        (lambda: as_tiff(a_page("Un"), a_page("Deux"))[:1_200_000], "damaged"),
        (_huge_image, "damaged"),
        (_locked, "encrypted"),
        (_many_pages, "too_many_pages"),
        (lambda: as_pdf(a_page(dust=True)), ""),
    ],
    ids=["empty", "program", "cut PDF", "cut TIFF", "huge", "locked", "long", "blank alone"],
)
def test_a_hostile_file_is_refused_with_its_reason(make, why):
    assert read(make())[0] == why
