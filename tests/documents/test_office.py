"""Office files are merged with our own formulas; what runs, fetches or unfolds is refused."""

import pytest

from parvis.documents.errors import RefusedFile
from parvis.documents.office import safety
from parvis.documents.office.merging import merge, read_model
from tests.documents import files, office

FIELD = "Bonjour {{ person.first_name }}."
MAKERS = {"docx": office.docx, "odt": office.odt}
RELATION = (
    b'<Relationships><Relationship Id="r1" Type="x/attachedTemplate" '
    b'Target="https://elsewhere.example/a.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize("kind", list(MAKERS))
def test_words_stand_in_the_place_of_fields_and_are_never_read_as_fields(kind):
    content = MAKERS[kind](FIELD, "N° {{ case.number }} & {{ person.first_name }}")
    assert read_model(content) == (kind, ["person.first_name", "case.number"])

    said = {"person.first_name": r"<b>Zoé</b> & {{ case.number }} \1 {% x %}", "case.number": "12"}
    told = office.words_of(kind, merge(kind, content, said))
    assert told[0] == rf"Bonjour {said['person.first_name']}."
    assert told[1] == rf"N° 12 & {said['person.first_name']}"


def test_a_field_that_a_word_processor_cut_in_two_runs_is_whole():
    content = office.docx(cut="Le {{ case.number }} ici")
    assert read_model(content) == ("docx", ["case.number"])
    assert office.words_of("docx", merge("docx", content, {"case.number": "7"})) == ["Le 7 ici"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(office.docx("Sans champ"), id="no field"),
        pytest.param(office.docx("{% for a in b %}{{ a }}{% endfor %}"), id="a program of the library"),
        pytest.param(files.MACROS, id="macros"),
        pytest.param(files.PDF, id="another kind"),
        pytest.param(office.docx(FIELD)[:900], id="damaged"),
        pytest.param(
            office.with_member(office.docx(FIELD), "word/embeddings/a.bin", b"x"), id="embedded object"
        ),
        pytest.param(
            office.with_member(office.docx(FIELD), "word/_rels/settings.xml.rels", RELATION),
            id="outside template",
        ),
        pytest.param(
            office.with_member(office.docx(FIELD), "word/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
            id="entities",
        ),
        pytest.param(office.with_member(office.odt(FIELD), "Basic/a.xml", b"<x/>"), id="basic"),
        pytest.param(
            office.with_member(
                office.odt(FIELD), "x.xml", b'<draw:image xlink:href="http://elsewhere.example/a.png"/>'
            ),
            id="outside image",
        ),
        pytest.param(
            office.with_member(office.odt(FIELD), "Pictures/a.png", bytes(safety.MAX_UNPACKED)), id="bomb"
        ),
    ],
)
def test_a_hostile_or_useless_file_is_refused(content):
    with pytest.raises(RefusedFile):
        read_model(content)
