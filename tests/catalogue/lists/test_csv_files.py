"""CSV files as they come: separators, letters, headers, days; and as they go out, harmless and the same."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.lists.csv_files import (
    BadFile,
    columns_guessed,
    mapping_guessed,
    read_csv,
    rows_of_file,
    write_csv,
)
from parvis.catalogue.models import ReferenceRow, ReferenceTable

COLUMNS = [
    {"key": "tarif", "label": "Tarif", "type": "number"},
    {"key": "ouverture", "label": "Ouverture", "type": "date"},
    {"key": "note", "label": "Note", "type": "text"},
]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_letters_are_found_by_themselves(separator, coding):
    text = separator.join(["Code", "Libellé"]) + "\r\n" + separator.join(["1", "Rue de l’Œuvre"]) + "\r\n\r\n"
    file = read_csv(text.encode(coding))
    assert file.headers == ("Code", "Libellé")
    assert file.lines == ((2, ("1", "Rue de l’Œuvre")),)
    assert file.separator == separator
    assert "point-virgule" in file.understood or separator != ";"


def test_boxes_between_quotes_may_hold_separators_quotes_and_lines():
    file = read_csv(b'code;nom\n1;"Place ""A"", B;\nC"\n')
    assert file.lines == ((2, ("1", 'Place "A", B;\nC')),)


def test_a_file_of_one_column_is_a_list_of_labels_whose_words_are_codes():
    file = read_csv("Libellé\nRue de l’Église\nRue Œuvre, n° 2\n".encode())
    rows = rows_of_file(file, [], mapping_guessed(file.headers, []))
    assert [(row.code, row.label) for row in rows] == [
        ("rue-de-l-eglise", "Rue de l’Église"),
        ("rue-oeuvre-n-2", "Rue Œuvre, n° 2"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n\n  \n", "vide"),
        (b"PK\x03\x04\x00\x00", "pas un fichier CSV"),
        (b"a;b\n" + b"x" * 5_000_001, "5"),
        (b"a;b\n1;" + b'"' + b"x" * 200_000, "ligne 2"),
        (b";".join([b"a"] * 40), "plus de"),
        (b"a\n" + b"x\n" * 50_001, "50000"),
    ],
    ids=["nothing", "blank lines", "a spreadsheet", "too large", "an endless box", "wide", "long"],
)
def test_what_is_no_csv_is_refused_in_words(content, said):
    with pytest.raises(BadFile) as refusal:
        read_csv(content)
    assert said in refusal.value.errors["file"][0]


def test_a_box_without_an_end_is_refused_whatever_the_process_allows():
    usual = csv.field_size_limit(2**24)
    try:
        with pytest.raises(BadFile) as refusal:
            read_csv(b"a;b\n1;" + b'"' + b"x" * 200_000)
    finally:
        csv.field_size_limit(usual)
    assert "ligne 2" in refusal.value.errors["file"][0]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_nothing_else(content):
    try:
        file = read_csv(content)
        mapping = mapping_guessed(file.headers, COLUMNS)
        rows = rows_of_file(file, columns_guessed(file), mapping)
    except BadFile:
        return
    assert all(row.line > 1 for row in rows)


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        (["Code", "Libellé", "Tarif", "Autre"], ["code", "label", "tarif", ""]),
        (["ID", "NOM", "ouverture", "Valable jusqu’au"], ["code", "label", "ouverture", "valid_until"]),
        (["Désignation", "nom", "Date de début"], ["label", "", "valid_from"]),
    ],
)
def test_headers_name_what_they_look_like_each_thing_once(headers, mapping):
    assert mapping_guessed(headers, COLUMNS) == mapping


def test_columns_are_proposed_with_the_narrowest_type_and_a_postcode_stays_a_text():
    file = read_csv(
        "Code;Libellé;Code postal;Tarif (€);Ouverte le;Piéton;Note;Note;2e\n"
        "1;A;01000;12,50;01/02/2026;oui;nord;;\n2;B;14000;3;2026-03-01;non;;;\n".encode()
    )
    assert [(column["key"], column["type"]) for column in columns_guessed(file)] == [
        ("code_postal", "text"),
        ("tarif", "number"),
        ("ouverte_le", "date"),
        ("pieton", "yes_no"),
        ("note", "text"),
        ("note_2", "text"),
        ("e", "text"),
    ]


def test_what_is_wrong_in_a_box_is_said_at_its_line():
    file = read_csv(b"code;nom;tarif;fin\n1;A;cher;31/12/2026\n2;B;3;jamais\n3;C;4;;;trop\n")
    first, second, third = rows_of_file(file, COLUMNS, ["code", "label", "tarif", "valid_until"])
    assert (first.line, first.valid_until) == (2, date(2026, 12, 31))
    assert "Tarif" in first.refusals[0]
    assert "Valable au" in second.refusals[0]
    assert "plus de cases" in third.refusals[0]


def test_a_file_without_days_says_nothing_of_them():
    file = read_csv(b"code;nom\n1;A\n")
    assert not rows_of_file(file, [], ["code", "label"])[0].says_days
    assert rows_of_file(file, [], ["label", "valid_from"])[0].says_days


@pytest.mark.parametrize("mapping", [["code", ""], ["label", "label"]])
def test_a_mapping_without_a_label_or_said_twice_is_refused(mapping):
    with pytest.raises(BadFile):
        rows_of_file(read_csv(b"a;b\n1;2\n"), [], mapping)


words = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Cn"]), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()))


@given(
    st.lists(
        st.tuples(
            words.filter(bool),
            words.filter(bool) | st.sampled_from(["=1+1", "'=x", "-3", "@a", "''+b"]),
            st.none() | st.integers(-999, 999) | st.floats(-1e6, 1e6).map(lambda one: round(one, 4)),
            st.none() | words.filter(bool),
            st.none() | st.dates(date(1900, 1, 1)),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda row: row[0],
    )
)
def test_a_table_goes_out_and_comes_back_the_same(given_rows):
    table = ReferenceTable(code="t", title="T", columns=COLUMNS)
    rows = [
        ReferenceRow(
            code=code,
            label=label,
            columns={"tarif": number, "note": note, "ouverture": None},
            valid_from=start,
        )
        for code, label, number, note, start in given_rows
    ]
    file = read_csv("".join(write_csv(table, rows)).encode())
    mapping = mapping_guessed(file.headers, COLUMNS)
    assert mapping == ["code", "label", "tarif", "ouverture", "note", "valid_from", "valid_until"]
    back = rows_of_file(file, COLUMNS, mapping)
    assert [(one.code, one.label, dict(one.columns), one.valid_from) for one in back] == [
        (row.code, row.label, row.columns, row.valid_from) for row in rows
    ]


def test_a_box_that_a_spreadsheet_would_run_goes_out_harmless():
    table = ReferenceTable(code="t", title="T", columns=[])
    out = "".join(write_csv(table, [ReferenceRow(code="=cmd", label="@sum", columns={})]))
    assert ";'@sum;" in out
    assert "\n'=cmd;" in out
