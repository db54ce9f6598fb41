"""Workbooks as our definitions."""

import io
import zipfile

import openpyxl
import pytest

from parvis.catalogue.imports.registry import SourceFile, registry
from parvis.catalogue.imports.report import Report

SHEETS = ("survey", "choices", "settings")


def workbook(survey, choices=(), settings=()):
    """Return a workbook whose sheets hold these rows, the first of each its columns."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in zip(SHEETS, (survey, choices, settings), strict=True):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def read(content, name="essai.xlsx", **beside):
    files = [SourceFile(name, content), *(SourceFile(f"{one}.csv", text) for one, text in beside.items())]
    report = Report()
    imported = registry.get("xlsform").read(files, report=report, progress=lambda *_args: None)
    return imported, report.of(name)


def only(*rows, columns=("type", "name", "label"), **sheets):
    imported, report = read(workbook([columns, *rows], **sheets))
    assert not report.errors
    return imported.definitions[0].document, report


def fields(document):
    return [one for page in document["form"]["pages"] for one in page["fields"]]


YES_NO = [("list_name", "name", "label"), ("yn", "yes", "Oui"), ("yn", "no", "Non")]


def test_each_type_of_question_has_ours():
    kinds = {
        "text": "text", "integer": "number", "decimal": "number", "range": "number", "select_one yn": "choice",
        "select_multiple yn": "multiple_choice", "rank yn": "ranking", "date": "date", "time": "time",
        "dateTime": "date_time", "geopoint": "map_point", "geotrace": "map_line", "geoshape": "map_area",
        "image": "file", "file": "file", "barcode": "text", "acknowledge": "agreement", "note": "information",
    }  # fmt: skip
    rows = [(kind, f"q{number}", "Question") for number, kind in enumerate(kinds)]
    document, report = only(*rows, choices=YES_NO)
    assert [one["type"] for one in fields(document)] == list(kinds.values())
    assert report.as_json()["fields"] == {"understood": len(kinds), "total": len(kinds)}


def test_groups_are_pages_and_groups_inside_them_are_parts_of_pages():
    document, _report = only(
        ("text", "a", "A"),
        ("begin group", "g", "Vous"),
        ("text", "b", "B"),
        ("begin group", "h", "Adresse"),
        ("text", "c", "C"),
        ("end group", "", ""),
        ("end group", "", ""),
        ("text", "d", "D"),
        settings=[("form_title",), ("Titre",)],
    )
    pages = [(page["title"], [one["key"] for one in page["fields"]]) for page in document["form"]["pages"]]
    assert pages == [("Titre", ["a"]), ("Vous", ["b", "titre_h", "c"]), ("Titre", ["d"])]


def test_conditions_of_groups_and_questions_are_kept_where_they_stand():
    document, report = only(
        ("integer", "age", "Âge", ""),
        ("begin group", "g", "G", "${age} > 18"),
        ("begin group", "h", "H", "${age} > 20"),
        ("text", "a", "A", "${age} < 30"),
        ("end group", "", "", ""),
        ("end group", "", "", ""),
        columns=("type", "name", "label", "relevant"),
    )
    page = document["form"]["pages"][1]
    assert page["condition"] == "age > 18"
    assert [one["condition"] for one in page["fields"]] == ["age > 20", "(age > 20) && (age < 30)"]
    assert report.as_json()["conditions"] == {"understood": 3, "total": 3}


def test_rules_required_answers_defaults_and_computations_are_taken():
    document, report = only(
        ("integer", "age", "Âge", "yes", ". > 17", "Majeurs seulement", "", "18"),
        ("text", "why", "Pourquoi", "${age} > 60", "", "", "", "concat('x', ${age})"),
        ("calculate", "next", "", "", "", "", "${age} + 1", ""),
        columns=(
            "type",
            "name",
            "label",
            "required",
            "constraint",
            "constraint_message",
            "calculation",
            "default",
        ),
    )
    age, why, following = fields(document)
    assert (age["required"], age["default"]) == (True, 18)
    assert age["checks"] == [{"rule": "age > 17", "message": "Majeurs seulement"}]
    assert why["prefill"] == {"from": "formula", "value": '"x" + text(age)'}
    assert why["required"] is False
    assert document["form"]["pages"][0]["checks"][0]["rule"] == "!(age > 60) || !empty(why)"
    assert (following["type"], following["value"]) == ("computed", "age + 1")
    counted = report.as_json()
    assert all(
        counted[what]["understood"] == counted[what]["total"] == number
        for what, number in (("validations", 2), ("prefills", 2), ("computed_values", 1))
    )


def test_a_repeat_is_a_repeated_block_and_one_inside_is_told():
    document, report = only(
        ("begin repeat", "kids", "Enfants"),
        ("text", "first", "Prénom"),
        ("begin repeat", "toys", "Jouets"),
        ("text", "toy", "Jouet"),
        ("end repeat", "", ""),
        ("end repeat", "", ""),
    )
    block = fields(document)[0]
    assert (block["type"], [one["key"] for one in block["fields"]]) == ("block", ["first"])
    assert [one.place for one in report.remainders] == ["question « toy »"]


def test_a_list_filtered_by_an_answer_becomes_a_reference_table():
    imported, _report = read(
        workbook(
            [
                ("type", "name", "label", "choice_filter", "relevant"),
                ("select_one region", "region", "Région", "", ""),
                ("select_one town", "town", "Ville", "region=${region}", ""),
                ("text", "why", "Pourquoi", "", "${town} = 'caen'"),
            ],
            [
                ("list_name", "name", "label", "region"),
                ("region", "n", "Normandie", ""),
                ("town", "caen", "Caen", "n"),
                ("town", "lyon", "Lyon", "r"),
            ],
        )
    )
    _region, town, why = fields(imported.definitions[0].document)
    assert (town["type"], town["where"]) == ("table_choice", {"region": "region"})
    assert why["condition"] == 'town.code == "caen"'
    assert imported.tables[0].code == town["table"]
    assert imported.tables[0].document["rows"][0] == {
        "code": "caen",
        "label": "Caen",
        "columns": {"region": "n"},
    }


def test_a_list_kept_in_a_file_is_read_when_it_is_given_and_told_when_not():
    survey = workbook([("type", "name", "label"), ("select_one_from_file towns.csv", "town", "Ville")])
    alone, report = read(survey)
    assert fields(alone.definitions[0].document)[0]["type"] == "text"
    assert report.remainders[0].kind == "data_sources"
    given, report = read(survey, towns=b"name,label\ncaen,Caen\n")
    assert fields(given.definitions[0].document)[0]["options"] == [{"value": "caen", "label": "Caen"}]
    assert report.as_json()["data_sources"] == {"understood": 1, "total": 1}


def test_other_languages_become_translations_of_french():
    document, _report = only(
        ("text", "a", "What?", "Quoi ?"),
        columns=("type", "name", "label::English (en)", "label::Français (fr)"),
        settings=[("default_language",), ("English (en)",)],
    )
    assert fields(document)[0]["label"] == "Quoi ?"
    assert document["translations"] == {"en": {"/form/pages/0/fields/0/label": "What?"}}


def test_labels_recall_answers_and_carry_no_script():
    document, report = only(
        ("text", "who", "<script>x</script><b>Nom</b> {{ y }}"),
        ("note", "hello", "Bonjour ${who}, <a href='javascript:x()'>lisez</a> ${later}"),
        ("text", "later", "Plus tard"),
    )
    who, hello, _later = fields(document)
    assert who["label"] == "Nom { { y } }"
    assert hello["text"] == "Bonjour {{ who }}, lisez …"
    assert report.remainders[0].kind == "recall"


def test_names_our_keys_refuse_are_changed_everywhere():
    document, _report = only(
        ("integer", "Age-Total", "Âge", ""),
        ("integer", "today", "Jour", ""),
        ("text", "x", "X", "${Age-Total} > 1 and ${today} > 2"),
        columns=("type", "name", "label", "relevant"),
    )
    assert [one["key"] for one in fields(document)] == ["age_total", "today_", "x"]
    assert fields(document)[2]["condition"] == "age_total > 1 && today_ > 2"


def test_what_a_telephone_says_of_itself_is_told_apart():
    _document, report = only(
        ("start", "s", ""), ("deviceid", "d", ""), ("audio", "a", "Voix"), ("text", "t", "T")
    )
    assert [one.kind for one in report.remainders] == ["metadata", "metadata", "fields"]
    assert report.as_json()["fields"] == {"understood": 1, "total": 2}


def test_markdown_is_read_too():
    text = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
    imported, _report = read(text.encode(), "essai.md")
    assert fields(imported.definitions[0].document)[0]["key"] == "a"


def altered(change):
    """Return a workbook whose first sheet was changed."""
    source, target = (
        zipfile.ZipFile(io.BytesIO(workbook([("type", "name", "label"), ("text", "a", "A")]))),
        io.BytesIO(),
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, change(content) if name == "xl/worksheets/sheet1.xml" else content)
    return target.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"not a workbook", "x.xlsx", "archive"),
        (b"", "x.xlsx", "archive"),
        (workbook([("type", "name", "label"), ("text", "a", "A")])[:3000], "x.xlsx", "archive"),
        (b"not a workbook", "x.xls", "XLSForm"),
        (altered(lambda xml: xml[: len(xml) // 2]), "x.xlsx", "classeur"),
        (altered(lambda xml: ENTITIES + xml.replace(b">A<", b">&b;&c;<")), "x.xlsx", "entités"),
        (altered(lambda xml: xml + b" " * 60_000_000), "x.xlsx", "grand"),
        (
            altered(lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 30_000)),
            "x.xlsx",
            "lignes",
        ),
        (workbook([("type", "name", "label"), ("select_one gone", "a", "A")], YES_NO), "x.xlsx", "gone"),
        (workbook([("type", "name", "label"), ("text", "a", "A"), ("text", "a", "A")]), "x.xlsx", "a"),
        (workbook([("type", "name", "label"), ("begin group", "a", "A")]), "x.xlsx", "group"),
        (workbook([("x",), ("y",)]), "x.xlsx", "."),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else None,  # an archive holds the hour it was made
)
def test_a_bad_workbook_is_refused_with_its_reason(content, name, said):
    imported, report = read(content, name)
    assert imported.definitions == []
    assert said in report.errors[0].message


def test_a_fault_of_a_row_is_said_with_its_row():
    _imported, report = read(workbook([("type", "name", "label"), ("text", "a", "A"), ("text", "b c", "B")]))
    assert report.errors[0].place == "ligne 3"


def test_a_row_far_away_is_not_walked_to():
    imported, _report = read(
        altered(lambda xml: xml.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"A1048576"'))
    )
    assert len(imported.definitions) <= 1
