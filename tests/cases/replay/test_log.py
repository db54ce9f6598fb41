"""Reading logs: CSV and XES, plain or gzipped, and saying what cannot be read."""

import pytest

from parvis.cases.replay.errors import BadMapping, UnreadableLog
from parvis.cases.replay.log import read_log
from parvis.cases.replay.mapping import BUILT_IN, read_mapping
from tests.factories.logs import MAPPING, row, write_csv, write_mapping, write_xes

ROWS = [
    row("a", "Check", "2026-01-06T10:00:00+01:00"),
    row("b", "Check", "2026-01-06T11:00:00+01:00", case__channel="Desk"),
    row("a", "Sénd <&>", "2026-01-07T10:00:00+01:00", team="Nord"),
    row("a", "Before", "2026-01-05T23:00:00Z"),
]


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("write", [write_csv, write_xes])
def test_every_form_of_the_same_log_reads_the_same(tmp_path, write, zipped):
    log = read_log(write(tmp_path, ROWS, zipped=zipped), read_mapping(write_mapping(tmp_path)))
    assert list(log.cases) == ["a", "b"]
    assert [event.activity for event in log.cases["a"].events] == ["Before", "Check", "Sénd <&>"]
    assert [event.team for event in log.cases["a"].events] == ["", "", "Nord"]
    assert log.cases["b"].channel == "Desk"
    assert (log.events, log.unreadable) == (4, [])


def test_semicolons_separate_as_well_as_commas(tmp_path):
    log = read_log(write_csv(tmp_path, ROWS, separator=";"), read_mapping(write_mapping(tmp_path)))
    assert log.events == 4


def test_a_time_without_offset_is_in_the_zone_of_the_mapping(tmp_path):
    mapping = read_mapping(write_mapping(tmp_path, 'timezone = "Asia/Tokyo"\n' + MAPPING))
    log = read_log(write_csv(tmp_path, [row("a", "Check", "2026-01-06 10:00:00")]), mapping)
    assert log.cases["a"].events[0].at.isoformat() == "2026-01-06T10:00:00+09:00"


def test_rows_that_cannot_be_read_are_told_and_the_others_kept(tmp_path):
    rows = [*ROWS, row("c", "Check", "yesterday"), row("", "Check", "2026-01-06"), row("d", "", "2026-01-06")]
    log = read_log(write_csv(tmp_path, rows), read_mapping(write_mapping(tmp_path)))
    assert list(log.cases) == ["a", "b"]
    assert [line.partition(":")[0] for line in log.unreadable] == ["event 5", "event 6", "event 7"]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE log [<!ENTITY a "boum">]>',
        '<!DOCTYPE log SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE log [<!ENTITY % a SYSTEM "http://127.0.0.1:1/">%a;]>',
    ],
)
def test_a_document_type_is_refused_before_it_can_do_anything(tmp_path, head):
    with pytest.raises(UnreadableLog):
        read_log(write_xes(tmp_path, ROWS, head=head), read_mapping(write_mapping(tmp_path)))


@pytest.mark.parametrize(
    "content",
    [b"", b"case,activity,time\n", b"<log><trace>", b"\xff\xfe\x00", b"\x1f\x8bnot a gzip", b'a,b\n"x'],
)
def test_what_is_no_log_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises((UnreadableLog, BadMapping)):
        read_log(path, read_mapping(write_mapping(tmp_path)))


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case,what,time\n1,2,3\n")
    with pytest.raises(UnreadableLog, match="activity"):
        read_log(path, read_mapping(write_mapping(tmp_path)))


def test_without_a_mapping_the_ready_made_one_must_fit(tmp_path):
    with pytest.raises(BadMapping, match="--mapping"):
        read_log(write_csv(tmp_path, ROWS))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ("[columns", "TOML"),
        ("", "case"),
        (MAPPING.replace('[columns]\ncase = "case"', "[columns]"), "case"),
        (MAPPING.replace("[columns]", '[columns]\ncolour = "x"'), "colour"),
        (MAPPING.replace('Internet = "web"', 'Internet = "pigeon"'), "pigeon"),
        (MAPPING.replace('Grant = "granted"', 'Grant = "perhaps"'), "perhaps"),
        (MAPPING.replace('slug = "ville-du-journal"', ""), "slug"),
        ('timezone = "Nowhere"\n' + MAPPING, "Nowhere"),
        ("columns = 3\n", "table"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named(tmp_path, wrong, word):
    with pytest.raises(BadMapping) as refusal:
        read_mapping(write_mapping(tmp_path, wrong))
    assert word in str(refusal.value)


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.toml")), ids=lambda path: path.stem)
def test_every_ready_made_mapping_is_right(path):
    assert read_mapping(path).name == path.stem
