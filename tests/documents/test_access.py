from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from parvis.common.errors import NotFound
from parvis.documents import access
from parvis.documents.errors import Infected, NotScannedYet
from parvis.documents.models import ScanState, StoredFile
from parvis.documents.services.store import store_file
from tests.documents import files


@pytest.mark.parametrize(
    ("state", "refusal"), [(ScanState.PENDING, NotScannedYet), (ScanState.INFECTED, Infected)]
)
def test_nobody_opens_a_file_that_the_antivirus_has_not_let_pass(state, refusal):
    with pytest.raises(refusal):
        access.open_for_download(StoredFile(key="2026-01-01/x", scan_state=state))


@pytest.mark.django_db
def test_a_file_that_passed_is_opened():
    file = store_file(name="plan.pdf", content=ContentFile(files.PDF))

    with access.open_for_download(file) as content:
        assert content.read() == files.PDF


def test_a_content_that_is_gone_is_not_found():
    with pytest.raises(NotFound):
        access.open_for_download(StoredFile(key="2026-01-01/gone", scan_state=ScanState.CLEAN))


@pytest.mark.django_db
def test_a_file_nobody_proved_is_not_found():
    with pytest.raises(NotFound):
        access.get_file(uuid4())


@pytest.mark.parametrize(
    ("media_type", "disposition"),
    [
        ("application/pdf", "inline"),
        ("image/png", "inline"),
        ("text/plain", "attachment"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
    ],
)
def test_only_images_and_pdf_are_shown_in_the_page(media_type, disposition):
    headers = access.download_headers(
        StoredFile(name="a", media_type=media_type, size=1, scan_state=ScanState.CLEAN), inline=True
    )

    assert headers["Content-Disposition"].startswith(disposition)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_name_with_accents_and_quotes_is_given_back_whole():
    headers = access.download_headers(StoredFile(name='été "1".pdf', media_type="application/pdf", size=1))

    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9t%C3%A9%20%221%22.pdf"
