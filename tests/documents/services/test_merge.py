"""The pieces of a case are printed as one PDF that runs nothing."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from pypdf import PdfReader

from parvis.common.errors import NotFound
from parvis.documents.errors import RefusedFile
from parvis.documents.models import ScanState
from parvis.documents.services import merge
from parvis.documents.services.merge import merge_files
from parvis.documents.services.store import store_file
from parvis.documents.services.thumbnails import thumbnail
from tests.documents import files

pytestmark = pytest.mark.django_db


def keep(name, content):
    return store_file(name=name, content=ContentFile(content), allowed={"pdf", "jpeg", "docx"})


def test_pdf_and_images_follow_each_other_and_the_rest_is_named():
    kept = [
        keep("plan.pdf", files.pdf("un", "deux")),
        keep("photo.jpg", files.jpeg()),
        keep("a.docx", files.DOCX),
    ]
    made, left_out = merge_files([*kept, keep("abime.pdf", files.PDF[:40])])

    assert len(PdfReader(io.BytesIO(made)).pages) == 3
    assert left_out == ["a.docx", "abime.pdf"]


def test_what_a_pdf_runs_or_links_to_is_left_behind():
    made, _left = merge_files([keep("piege.pdf", files.pdf("cliquez", script=True))])

    assert b"JavaScript" not in made
    assert "/Annots" not in PdfReader(io.BytesIO(made)).pages[0]


@pytest.mark.parametrize("limit", ["MAX_BYTES", "MAX_PAGES"])
def test_more_than_a_printer_takes_is_refused_in_words(monkeypatch, limit):
    kept = [keep("un.pdf", files.pdf("un")), keep("deux.pdf", files.pdf("deux"))]
    monkeypatch.setattr(merge, limit, 1)
    with pytest.raises(RefusedFile, match="une par une"):
        merge_files(kept)


def test_a_thumbnail_is_made_once_and_never_of_what_was_not_checked():
    file = keep("photo.jpg", files.jpeg((900, 600)))
    first = thumbnail(file)
    with transaction.atomic():
        assert thumbnail(file) == first
    file.scan_state = ScanState.UNCHECKED
    with pytest.raises(NotFound):
        thumbnail(file)
