"""PDF that run something are told apart, without being opened."""

import io
import zlib

import pytest

from parvis.documents.pdf_programs import holds_program
from tests.documents import files


def _packed(said: bytes) -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4>>stream\n" + zlib.compress(said) + b"\nendstream endobj"
    )


@pytest.mark.parametrize(
    "content",
    [
        files.pdf("cliquez", script=True),
        b"%PDF-1.4 <</S/J#61vaScript/JS(app.alert(1))>>",
        _packed(b"1 0 <</S/JavaScript/JS(app.alert(1))>>"),
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm>>stream\nlocked endstream endobj",
    ],
    ids=["plain", "coded", "packed", "locked"],
)
def test_a_pdf_that_runs_something_or_hides_its_objects_is_told(content):
    assert holds_program(io.BytesIO(content))


@pytest.mark.parametrize(
    "content", [files.pdf("bonjour"), _packed(b"1 0 <</Type/Page>>")], ids=["plain", "packed"]
)
def test_pages_run_nothing_and_are_read_again_from_the_start(content):
    given = io.BytesIO(content)

    assert not holds_program(given)
    assert given.tell() == 0
