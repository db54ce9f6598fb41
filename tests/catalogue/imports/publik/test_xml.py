"""Reading XML: every way it is written, none of its dangers; a refusal names the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.imports.publik.xml import BadXml, read_xml


def test_elements_know_their_text_their_attributes_and_their_line():
    root = read_xml(b'<a>\n <b id="1"> un </b>\n <b>deux</b>\n</a>')
    assert [(child.words("x"), child.text.strip(), child.line) for child in root.every("b")] == [
        ("", "un", 2),
        ("", "deux", 3),
    ]
    assert root.find("b").attributes == {"id": "1"}
    assert root.words("c", "b") == "un"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_any_encoding_that_the_file_declares_is_read(encoding):
    written = (
        f'<?xml version="1.0" encoding="{encoding}"?><a>é’</a>'
        if "w" in encoding or "utf" in encoding
        else (f'<?xml version="1.0" encoding="{encoding}"?><a>é</a>')
    )
    assert read_xml(written.encode(encoding)).text.startswith("é")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "ligne 1"),
        (b"<a>\n<b>", "ligne 2"),
        (b"<a>\n</b>", "ligne 2"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]>\n<a>&x;</a>', "ligne 1"),
        (b'<!DOCTYPE a SYSTEM "http://exemple.fr/a.dtd"><a/>', "ligne 1"),
        (b"<a>\n&nbsp;</a>", "ligne 2"),
        ("<a>é</a>".encode("latin-1"), "ligne 1"),
        (b"<a>" * 100 + b"</a>" * 100, "ligne 1"),
        (b'<?xml version="1.0" encoding="nowhere"?><a/>', ""),
        (b"PK\x03\x04", "ligne 1"),
    ],
)
def test_what_is_damaged_or_hostile_is_refused_with_its_place(content, place):
    with pytest.raises(BadXml) as refused:
        read_xml(content)
    assert refused.value.place == place
    assert refused.value.message


def test_a_bomb_of_entities_is_refused_before_it_grows():
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "ha">{levels}]><a>&a9;</a>'
    with pytest.raises(BadXml):
        read_xml(bomb.encode())


def outcome(content):
    try:
        return read_xml(content).tag
    except BadXml as refused:
        return refused.message


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    assert outcome(content)
