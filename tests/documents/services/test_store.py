import hashlib
import io
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from parvis.common import actor
from parvis.documents.errors import RefusedFile
from parvis.documents.models import ScanState, StoredFile
from parvis.documents.services.store import keep_made_file, size_in_words, store_file
from tests.documents import files
from tests.documents.letters import plain

pytestmark = pytest.mark.django_db


def give(name, content, **options):
    return store_file(name=name, content=ContentFile(content), **options)


def stored(file):
    with default_storage.open(file.key) as content:
        return content.read()


def test_a_pdf_is_kept_as_it_is_with_its_fingerprint():
    file = give("plan.pdf", files.PDF)

    assert stored(file) == files.PDF
    assert (file.name, file.media_type, file.size) == ("plan.pdf", "application/pdf", len(files.PDF))
    assert file.sha256 == hashlib.sha256(files.PDF).hexdigest()


def test_without_antivirus_a_file_says_that_it_was_not_checked():
    assert give("plan.pdf", files.PDF).scan_state == ScanState.SKIPPED


def test_a_photograph_loses_its_place_its_device_and_its_comment():
    content = stored(give("photo.jpg", files.jpeg()))

    assert b"SECRET" not in content
    assert b"Exif" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_photograph_taken_sideways_is_put_upright():
    content = stored(give("photo.jpg", files.jpeg((40, 30), orientation=6)))

    assert Image.open(io.BytesIO(content)).size == (30, 40)


def test_a_huge_photograph_is_reduced():
    content = stored(give("photo.jpg", files.jpeg((5000, 2500))))

    assert max(Image.open(io.BytesIO(content)).size) == 4000


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_mode_of_image_is_taken(mode):
    assert Image.open(io.BytesIO(stored(give("a.png", files.image("PNG", mode))))).size == (40, 30)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "vide"),
        ("page.html", files.HTML, "type de fichier"),
        ("dessin.svg", files.SVG, "type de fichier"),
        ("facture.pdf", files.EXE, "type de fichier"),
        ("facture.pdf", files.HTML, "type de fichier"),
        ("facture.pdf.exe", files.PDF, "finit par « .exe »"),
        ("plan.docx", files.PDF, "finit par « .docx »"),
        ("macros.docx", files.MACROS, "type de fichier"),
        ("photo.jpg", files.jpeg()[:300], "abîmée"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(name, content, words):
    with pytest.raises(RefusedFile) as refusal:
        give(name, content)

    assert words in plain(refusal.value.errors["file"][0])


def test_a_file_too_heavy_is_refused_with_both_sizes():
    with pytest.raises(RefusedFile) as refusal:
        give("plan.pdf", files.PDF + b" " * 3_000_000, max_size=2_000_000)

    assert "3,1 Mo" in plain(str(refusal.value))
    assert "2 Mo" in plain(str(refusal.value))


def test_an_image_that_would_unpack_to_billions_of_pixels_is_refused():
    def chunk(name, body):
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    header = (60_000).to_bytes(4) + (60_000).to_bytes(4) + bytes([8, 2, 0, 0, 0])
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))

    with pytest.raises(RefusedFile) as refusal:
        give("bombe.png", bomb)

    assert "trop grande" in str(refusal.value)


def test_a_photograph_called_png_is_taken_under_its_right_name():
    assert give("photo.png", files.jpeg()).name == "photo.jpg"


def test_a_type_outside_the_list_of_the_procedure_is_refused():
    with pytest.raises(RefusedFile) as refusal:
        give("photo.jpg", files.jpeg(), allowed={"pdf"})

    assert "Types acceptés : PDF." in plain(str(refusal.value))


def test_a_hostile_name_never_reaches_the_storage():
    file = give("../../\u202efdp.pdf", files.PDF)

    assert file.name == "fdp.pdf"
    assert str(file.pk) in file.key
    assert ".." not in file.key


def test_nobody_sees_a_file_without_having_proved_it():
    file = give("plan.pdf", files.PDF)

    with transaction.atomic():
        assert not StoredFile.objects.filter(pk=file.pk).exists()
        with actor.admitting(file.pk):
            assert StoredFile.objects.filter(pk=file.pk).exists()


def test_a_document_of_ours_needs_no_antivirus():
    made = keep_made_file(name="recu.pdf", media_type="application/pdf", content=io.BytesIO(files.PDF))

    assert made.scan_state == ScanState.MADE


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 octet"), (900, "900 octets"), (1500, "2 ko"), (1_150_000, "1,2 Mo"), (12_000_000, "12 Mo")],
)
def test_a_size_is_said_in_words(size, words):
    assert plain(size_in_words(size)) == words
