"""Schemas of Démarches simplifiées as our definitions."""

import json

import pytest

from parvis.catalogue.imports.demarches_simplifiees.fields import MAKERS
from parvis.catalogue.imports.registry import SourceFile, registry
from parvis.catalogue.imports.report import Report
from tests.shared_data import shared


def descriptor(kind, number=1, **parts):
    return {
        "__typename": f"{kind}ChampDescriptor",
        "id": f"Champ-{number}",
        "label": f"Question {number}",
        "description": "",
        "required": True,
        **parts,
    }


def state(*champs, annotations=(), **parts):
    return {
        "number": 123,
        "title": "Une démarche",
        "description": "Pour essayer.",
        **parts,
        "revision": {"id": "R", "champDescriptors": list(champs), "annotationDescriptors": list(annotations)},
    }


def read(*documents):
    files = [
        SourceFile(
            f"{number}.json", document if isinstance(document, bytes) else json.dumps(document).encode()
        )
        for number, document in enumerate(documents)
    ]
    report = Report()
    imported = registry.get("demarches-simplifiees").read(files, report=report, progress=lambda *_args: None)
    return imported, report


def fields(document, form="form"):
    return [one for page in document[form]["pages"] for one in page["fields"]]


def only(*champs, **parts):
    imported, report = read(state(*champs, **parts))
    return imported.definitions[0].document, report.files[0]


def test_every_type_of_field_of_the_format_is_taken():
    special = {"HeaderSection", "Explication", "Repetition"}
    champs = [
        descriptor(kind, number, options=["Un", "Deux"])
        for number, kind in enumerate(sorted({*MAKERS, *special}), 1)
    ]
    document, report = only(*champs)
    counts = report.as_json()["fields"]
    assert counts == {"understood": len(champs), "total": len(champs)}
    assert len(fields(document)) >= len(champs)


def test_sections_of_the_first_level_begin_pages_and_the_others_are_titles():
    document, _report = only(
        descriptor("Text", 1),
        descriptor("HeaderSection", 2, label="Deux", level=1),
        descriptor("Text", 3),
        descriptor("HeaderSection", 4, label="Trois", level=2),
        descriptor("Text", 5),
        descriptor("HeaderSection", 6, label="Quatre"),
        descriptor("HeaderSection", 7, label="Cinq"),
        descriptor("Text", 8),
    )
    shape = [
        (page["title"], [one["type"] for one in page["fields"]]) for page in document["form"]["pages"][1:]
    ]
    assert shape == [
        ("Votre demande", ["text"]),
        ("Deux", ["text", "title", "text"]),
        ("Quatre", ["title", "text"]),
    ]


def test_the_applicant_is_asked_first_and_gets_the_receipt():
    document, _report = only(descriptor("Text"), forIndividual=False)
    first = document["form"]["pages"][0]
    assert [one["type"] for one in first["fields"]] == ["company", "person"]
    assert document["roles"] == {"person": "demandeur", "company": "etablissement"}
    assert document["audience"] == ["company", "association", "body"]


def test_keys_stay_the_same_from_state_to_state():
    imported, _report = read(
        state(descriptor("Text", 7, label="Avant"), dateDerniereModification="2025-01-01"),
        state(descriptor("Text", 7, label="Après"), dateDerniereModification="2024-01-01"),
    )
    labels = [fields(one.document)[1]["label"] for one in imported.definitions]
    assert labels == ["Après", "Avant"]
    assert {fields(one.document)[1]["key"] for one in imported.definitions} == {"champ_7"}
    assert {one.code for one in imported.definitions} == {"demarche-123"}


def test_several_revisions_of_one_answer_of_the_api_are_as_many_versions():
    document = state(descriptor("Text"))
    revision = document.pop("revision")
    document["revisions"] = [{**revision, "datePublication": date} for date in ("2025-01-01", "2024-01-01")]
    imported, _report = read({"data": {"demarche": document}})
    assert len(imported.definitions) == 2


def test_annotations_become_the_form_of_agents():
    document, _report = only(descriptor("Text", 1), annotations=[])
    assert "agent_form" not in document
    imported, _report = read(state(descriptor("Text", 1), annotations=[descriptor("YesNo", 2)]))
    assert fields(imported.definitions[0].document, "agent_form")[0]["key"] == "champ_2"


def test_a_repetition_is_a_repeated_block_whose_conditions_read_its_row():
    document, report = only(
        descriptor(
            "Repetition",
            1,
            required=False,
            champDescriptors=[
                descriptor("YesNo", 2),
                descriptor("Text", 3, condition=["=", ["champ", "Champ-2"], True]),
            ],
        )
    )
    block = fields(document)[1]
    assert (block["type"], block["repeat"]) == ("block", {"min": 0, "max": 50})
    assert block["fields"][1]["condition"] == "champ_2 == true"
    assert report.as_json()["conditions"] == {"understood": 1, "total": 1}


def test_an_answer_outside_the_list_may_be_written_and_headings_are_no_answers():
    document, _report = only(
        descriptor("DropDownList", 1, options=["Un", "--Suite--", "Deux"], otherOption=True),
        descriptor("Text", 2, condition=["=", ["champ", "Champ-1"], "__other__"]),
    )
    choice, why = fields(document)[1:]
    assert [one["label"] for one in choice["options"]] == ["Un", "Deux"]
    assert choice["other"] is True
    assert why["condition"] == '!empty(champ_1) && !(champ_1 in ["un", "deux"])'


def test_a_list_too_long_for_a_question_becomes_a_reference_table():
    imported, _report = read(
        state(descriptor("DropDownList", 1, options=[f"Option {n}" for n in range(900)]))
    )
    question = fields(imported.definitions[0].document)[1]
    assert (question["type"], question["table"]) == ("table_choice", "champ-1")
    assert len(imported.tables[0].document["rows"]) == 900


def test_two_linked_lists_are_one_question_of_two_levels():
    listed = ["--Fromage--", "Bleu", "Picodon", "--Dessert--", "Tarte"]
    document, _report = only(descriptor("LinkedDropDownList", 1, options=listed))
    options = fields(document)[1]["options"]
    assert [(one["label"], len(one["options"])) for one in options] == [("Fromage", 2), ("Dessert", 1)]


def test_a_condition_that_is_not_understood_frees_its_question_and_says_so():
    document, report = only(descriptor("Text", 1, condition=["~", ["champ", "Champ-9"], 1]))
    question = fields(document)[1]
    assert "condition" not in question
    assert question["required"] is False
    assert report.remainders[0].kind == "conditions"


def test_what_has_no_place_is_told_and_nothing_is_dropped_in_silence():
    _document, report = only(
        descriptor("Machin", 1),
        descriptor("Text", 2, nouveaute="oui"),
        descriptor("PieceJustificative", 3, fileTemplate={"filename": "cerfa.pdf"}),
        "pas une question",
        declarative="accepte",
        zones=["Préfecture"],
    )
    told = " ".join(one.what for one in report.remainders)
    assert all(
        word in told for word in ("Machin", "nouveaute", "cerfa.pdf", "pas une question", "accepte", "zones")
    )
    assert report.as_json()["fields"] == {"understood": 2, "total": 4}


def test_html_becomes_words_and_recalls_nothing():
    document, _report = only(
        descriptor("Text", 1, label="<b>Nom</b> {{ x }}", description='<a href="https://a.fr">ici</a>'),
        descriptor("Explication", 2, label="Note", description="<script>alert(1)</script><p>Lisez.</p>"),
    )
    question, note = fields(document)[1:]
    assert (question["label"], question["help"]) == ("Nom { { x } }", "ici (https://a.fr)")
    assert note["text"] == "Lisez."


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"number": 1,', "ligne 1, colonne 14"),
        (b"\xff\xfe\x00", "octet 1"),
        (b"[" * 100_000, ""),
        (b"1" * 5000, ""),
        (b'{"number": NaN}', ""),
        (b"[]", "/revision"),
        (b'{"revision": {"champDescriptors": 3}}', "/revision"),
        (b'"x"', "/revision"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_of_the_fault_and_the_others_are_read(content, place):
    imported, report = read(content, state(descriptor("Text")))
    assert report.files[0].errors[0].place == place
    assert len(imported.definitions) == 1


def test_hostile_shapes_are_read_or_told():
    odd = [None, 1, [], {"id": []}, descriptor("Text", 1, label=3, description=[], required="x", condition=7)]
    document, _report = only(
        *odd,
        descriptor("DropDownList", 2, options=[None, {"a": 1}, 3]),
        descriptor("Repetition", 3, champDescriptors="x"),
        tags=[1, None],
        service=[],
        dureeConservationDossiers=True,
        forIndividual="oui",
    )
    assert document["code"] == "demarche-123"


@shared("demarches-simplifiees")
def test_the_state_we_have_is_taken_whole(folder):
    for path in sorted(folder.glob("*.json")):
        imported, report = read(path.read_bytes())
        counts = report.as_json()["totals"]
        assert counts["fields"]["understood"] == counts["fields"]["total"] > 100
        assert counts["remainders"] == counts["errors"] == 0
        assert imported.definitions[0].code == "demarche-88444"
