"""Tables of reference: made, filled by code, never emptied of what forms have offered."""

from datetime import date

import pytest
import time_machine

from parvis.catalogue.errors import RowsRefused
from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.models import ReferenceRow
from parvis.catalogue.services.reference_tables import import_rows, record_table
from parvis.catalogue.services.resources import table_document, take_table
from parvis.common.errors import Invalid
from tests.factories.organisations import OrganisationFactory

STREETS = {"code": "rues", "title": "Rues", "columns": [{"key": "commune", "label": "Commune"}]}


@pytest.fixture
def body(db):
    return OrganisationFactory()


@pytest.fixture
def streets(body):
    table = record_table(organisation=body, **STREETS)
    import_rows(table=table, rows=[row("1", "Rue A", commune="Caen"), row("2", "Rue B", commune="Ifs")])
    return table


def row(code, label, *, line=0, days=(None, None), says_days=True, **columns):
    return RowGiven(
        code=code,
        label=label,
        columns=columns,
        line=line,
        valid_from=days[0],
        valid_until=days[1],
        says_days=says_days,
    )


def codes(table):
    return list(table.rows.order_by("position", "code").values_list("code", flat=True))


def outcomes(report):
    return {line.code: str(line.outcome) for line in report.lines}


def test_a_table_recorded_twice_is_one_table_brought_up_to_date(body):
    first = record_table(organisation=body, **STREETS)
    second = record_table(organisation=body, **{**STREETS, "title": "Rues et places"})
    assert first.pk == second.pk
    assert second.title == "Rues et places"


@pytest.mark.parametrize("wrong", [{"code": "Rues !"}, {"title": "  "}, {"columns": [{"key": "label"}]}])
def test_a_table_that_cannot_be_named_is_refused(body, wrong):
    with pytest.raises(Invalid) as refusal:
        record_table(organisation=body, **{**STREETS, **wrong})
    assert set(refusal.value.errors) == set(wrong)


def test_rows_are_added_changed_or_left_by_their_code(streets):
    report = import_rows(
        table=streets,
        rows=[row("1", "Rue A", commune="Caen"), row("2", "Rue Bé", commune="Ifs"), row("3", "Rue C")],
    )
    assert outcomes(report) == {"1": "same", "2": "changed", "3": "created"}
    assert codes(streets) == ["1", "2", "3"]


def test_a_dry_run_says_the_same_and_writes_nothing(streets):
    rows = [row("2", "Rue Bé"), row("3", "Rue C")]
    assert outcomes(import_rows(table=streets, rows=rows, dry_run=True)) == {"2": "changed", "3": "created"}
    assert codes(streets) == ["1", "2"]
    assert streets.rows.get(code="2").label == "Rue B"


def test_boxes_that_a_file_does_not_hold_keep_what_they_held(streets):
    import_rows(table=streets, rows=[row("1", "Rue Ah")])
    assert streets.rows.get(code="1").columns == {"commune": "Caen"}
    import_rows(table=streets, rows=[row("1", "Rue Ah", commune=None)])
    assert streets.rows.get(code="1").columns == {}


def test_one_row_refused_keeps_them_all_out_with_its_line_and_its_reason(streets):
    with pytest.raises(RowsRefused) as refusal:
        import_rows(
            table=streets, rows=[row("3", "Rue C", line=2), row("4", "", line=3), row("3", "D", line=4)]
        )
    refused = {line.line: line.sentences for line in refusal.value.report.refused}
    assert refused == {
        3: ("Cette ligne n’a pas de libellé.",),
        4: ("Le code « 3 » est déjà sur une autre ligne.",),
    }
    assert codes(streets) == ["1", "2"]


def test_refused_rows_may_be_left_behind_on_purpose(streets):
    report = import_rows(table=streets, rows=[row("3", "Rue C"), row("", "?")], skip_refused=True)
    assert report.counts == {"created": 1, "changed": 0, "same": 0, "retired": 0, "refused": 1}
    assert codes(streets) == ["1", "2", "3"]


@time_machine.travel("2026-11-22 12:00+01:00")
def test_a_whole_table_ends_the_rows_it_no_longer_holds_and_takes_its_order(streets):
    report = import_rows(table=streets, rows=[row("2", "Rue B"), row("9", "Rue Z")], whole=True)
    assert outcomes(report) == {"2": "changed", "9": "created", "1": "retired"}
    assert streets.rows.get(code="1").valid_until == date(2026, 11, 21)
    standing = streets.rows.filter(valid_until=None).order_by("position")
    assert [one.code for one in standing] == ["2", "9"]


@time_machine.travel("2026-11-22 12:00+01:00")
def test_a_row_ended_once_comes_back_with_the_whole_table_and_is_not_ended_twice(streets):
    import_rows(table=streets, rows=[row("1", "Rue A")], whole=True)
    again = import_rows(table=streets, rows=[row("1", "Rue A")], whole=True)
    assert outcomes(again) == {"1": "same"}
    back = [row("1", "Rue A", says_days=False), row("2", "Rue B", says_days=False)]
    import_rows(table=streets, rows=back, whole=True)
    assert not ReferenceRow.objects.filter(table=streets, valid_until__isnull=False).exists()


@time_machine.travel("2026-11-22 12:00+01:00")
def test_a_row_that_had_not_begun_never_will(streets):
    import_rows(table=streets, rows=[row("3", "Future", days=(date(2027, 1, 1), None))])
    import_rows(table=streets, rows=[row("1", "Rue A")], whole=True)
    future = streets.rows.get(code="3")
    assert (future.valid_from, future.valid_until) == (date(2026, 11, 21), date(2026, 11, 21))


def test_days_that_a_file_does_not_say_are_kept(streets):
    import_rows(table=streets, rows=[row("1", "Rue A", days=(None, date(2030, 1, 1)))])
    import_rows(table=streets, rows=[row("1", "Rue Ah", says_days=False)])
    assert streets.rows.get(code="1").valid_until == date(2030, 1, 1)


def test_days_in_the_wrong_order_are_refused(streets):
    with pytest.raises(RowsRefused, match="à corriger"):
        import_rows(table=streets, rows=[row("3", "C", days=(date(2027, 1, 1), date(2026, 1, 1)))])


def test_a_table_goes_out_as_a_document_and_comes_back_the_same(streets, body):
    import_rows(
        table=streets, rows=[row("1", "Rue A", days=(date(2026, 1, 1), date(2026, 6, 30)), commune="Caen")]
    )
    document = table_document(streets)
    other = OrganisationFactory()
    table, report = take_table(organisation=other, document=document)
    assert report.counts["created"] == 2
    assert table_document(table) == document
    _table, again = take_table(organisation=other, document=document)
    assert again.counts["same"] == 2


def test_a_document_with_a_day_that_is_none_is_refused_at_its_row(body):
    document = {"code": "t", "title": "T", "rows": [{"code": "a", "label": "A", "valid_from": "demain"}]}
    with pytest.raises(RowsRefused) as refusal:
        take_table(organisation=body, document=document)
    assert refusal.value.report.refused[0].line == 1
