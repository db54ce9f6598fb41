"""What a report counts and says."""

from parvis.catalogue.imports.report import Report, What


def a_report():
    report = Report()
    one = report.file("a.json", "form")
    one.took(What.FIELDS, 3)
    one.left(What.FIELDS, place="page 1", what="a field\nof   another kind", reason="inconnu")
    one.left("other", place="", what="x", reason="y")
    one.changed(place="page 1", what="regex", how="pattern")
    report.file("b.json", "form").refused(place="/form", message="Non.")
    return report


def test_what_was_left_counts_in_the_total_only():
    document = a_report().as_json()
    assert document["files"][0]["fields"] == {"understood": 3, "total": 4}
    assert document["files"][0]["conditions"] == {"understood": 0, "total": 0}
    assert document["files"][0]["remainders"][0] == {
        "place": "page 1",
        "what": "a field of another kind",
        "kind": "fields",
        "reason": "inconnu",
    }


def test_totals_add_files_up():
    totals = a_report().as_json()["totals"]
    assert totals["fields"] == {"understood": 3, "total": 4}
    assert (totals["files"], totals["remainders"], totals["changes"], totals["errors"]) == (2, 2, 1, 1)


def test_the_text_says_every_change_remainder_and_refusal_on_its_line():
    lines = list(a_report().lines())
    assert lines[0] == "a.json (form): fields 3/4"
    assert [line.split()[0] for line in lines[1:4]] == ["changed", "left", "left"]
    assert "REFUSED  /form: Non." in lines[-1]


def test_a_long_quotation_is_cut():
    report = Report()
    one = report.file("a", "form")
    one.left("x", place="", what="a" * 1000, reason="")
    assert len(one.remainders[0].what) == 300
