import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.documents.names import MAX_LENGTH, extension_of, safe_name, with_extension


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Justificatif de domicile.pdf", "Justificatif de domicile.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\photo.jpg", "photo.jpg"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\u200bb\x00c\r\nd.pdf", "abc d.pdf"),
        ("  ...pdf", "pdf"),
        ("", "document"),
        ("...", "document"),
        ("CON.pdf", "_CON.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("plan .", "plan"),
    ],
)
def test_a_name_is_made_harmless_and_stays_readable(given_name, kept):
    assert safe_name(given_name) == kept


def test_a_long_name_keeps_its_end():
    name = safe_name("é" * 500 + ".pdf")

    assert len(name) <= MAX_LENGTH
    assert name.endswith("….pdf")


@given(st.text(max_size=300))
def test_any_name_becomes_short_visible_and_without_folder(given_name):
    name = safe_name(given_name)

    assert 0 < len(name) <= MAX_LENGTH
    assert not set(name) & set("/\\\x00\n\r\u202e\u2066\u200b")
    assert safe_name(name) == name


@pytest.mark.parametrize(("name", "end"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", "")])
def test_the_end_of_a_name_is_what_follows_its_last_dot(name, end):
    assert extension_of(name) == end


def test_another_end_replaces_the_first_one():
    assert with_extension("photo.png", "jpg") == "photo.jpg"
