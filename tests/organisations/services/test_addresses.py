"""The national address base, loaded department by department and found as one types."""

import gzip
from pathlib import Path

import pytest

from parvis.organisations.address_queries import address_search, exact_address
from parvis.organisations.errors import BadAddressFile
from parvis.organisations.models import Street
from parvis.organisations.services.addresses import load_addresses
from tests.factories.addresses import ban_file, ban_line, hamlet_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def calvados(tmp_path) -> Path:
    return ban_file(
        tmp_path / "adresses-14.csv.gz",
        ban_line("14118_0100", 12, "", "Rue des Lilas", "14000", "14118", "Caen", 49.18291, -0.37065),
        ban_line("14118_0100", 12, "bis", "Rue des Lilas", "14000", "14118", "Caen", 49.18292, -0.37066),
        ban_line("14118_0200", 3, "", "Boulevard Saint-Michel", "14000", "14118", "Caen", 49.19, -0.36),
        ban_line("14366_0100", 12, "", "Rue des Lilas", "14100", "14366", "Lisieux", 49.14, 0.22),
    )


def labels(text):
    return [one.label for one in address_search(text)]


def test_a_load_makes_the_streets_and_the_same_again_changes_nothing(calvados):
    first = load_addresses(path=calvados)
    assert (first.addresses, first.created, first.departments) == (4, 3, ["14"])
    again = load_addresses(path=calvados)
    assert (again.created, again.changed, again.same, again.removed) == (0, 0, 3, 0)


def test_what_a_department_no_longer_holds_is_removed_unless_the_file_is_a_part(calvados, tmp_path):
    load_addresses(path=calvados)
    elsewhere = ban_line("76540_0100", 1, "", "Rue Jeanne d’Arc", "76000", "76540", "Rouen", 49.44, 1.09)
    moved = ban_line("14118_0100", 12, "", "Rue des Lilas", "14000", "14118", "Caen", 49.5, -0.37065)
    assert load_addresses(path=ban_file(tmp_path / "76.csv", elsewhere)).removed == 0
    update = ban_file(tmp_path / "14.csv", moved)
    assert load_addresses(path=update, part=True).removed == 0
    report = load_addresses(path=update)
    assert (report.same, report.removed) == (1, 2)
    assert set(Street.objects.values_list("name", flat=True)) == {"Rue des Lilas", "Rue Jeanne d’Arc"}


def test_hamlets_are_their_own_file_and_do_not_remove_the_streets(calvados, tmp_path):
    load_addresses(path=calvados)
    report = load_addresses(
        path=hamlet_file(tmp_path / "lieux-dits-14-beta.csv", "14366_B043", "Le Clos Fleuri")
    )
    assert (report.created, report.removed) == (1, 0)
    assert labels("clos fleuri") == ["Le Clos Fleuri, 14100 Lisieux"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("12 rue des lil", "12 Rue des Lilas, 14000 Caen"),
        ("12 bis rue des lilas caen", "12 bis Rue des Lilas, 14000 Caen"),
        ("12, rue des lilas lisieux", "12 Rue des Lilas, 14100 Lisieux"),
        ("lilas 14100", "Rue des Lilas, 14100 Lisieux"),
        ("3 bd st michel", "3 Boulevard Saint-Michel, 14000 Caen"),
        ("99 rue des lilas caen", "99 Rue des Lilas, 14000 Caen"),
        ("12 rue des lillas caen", "12 Rue des Lilas, 14000 Caen"),
    ],
)
def test_an_address_is_found_as_one_types(calvados, typed, first):
    load_addresses(path=calvados)
    assert labels(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "12", "ab", "zzzz qqqq", "%_'", "12 " * 200])
def test_what_says_nothing_proposes_nothing(calvados, typed):
    load_addresses(path=calvados)
    assert labels(typed) == []


def test_what_was_typed_in_full_has_its_commune_and_its_position(calvados):
    load_addresses(path=calvados)
    found = exact_address("12 BIS rue des lilas", "14000", "CAEN")
    assert (found.municipality_code, found.latitude, found.longitude) == ("14118", 49.18292, -0.37066)
    assert exact_address("99 rue des lilas", "14000", "Caen").municipality_code == "14118"
    assert exact_address("12 rue des lilas", "14100", "Caen") is None
    assert exact_address("", "14000", "Caen") is None


def test_lines_that_do_not_read_are_told_and_the_others_taken(tmp_path):
    good = ban_line("14118_0100", 12, "", "Rue des Lilas", "14000", "14118", "Caen", 49.1, -0.3)
    bad = ban_line("14118_0100", 14, "", "Rue des Lilas", "140", "14118", "Caen", 49.1, -0.3)
    nowhere = ban_line("14118_0100", 16, "", "Rue des Lilas", "14000", "14118", "Caen", 490, -0.3)
    report = load_addresses(path=ban_file(tmp_path / "14.csv", good, bad, nowhere))
    assert (report.addresses, report.refused) == (1, 2)
    assert report.faults[0][0] == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"a;b;c\n1;2;3\n", b"\x1f\x8b\x08\x00cut", b"id;numero\n" + b"x" * 9000],
    ids=["empty", "another file", "cut short", "endless line"],
)
def test_another_file_is_refused_and_nothing_is_lost(calvados, tmp_path, content):
    load_addresses(path=calvados)
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(BadAddressFile):
        load_addresses(path=path)
    assert Street.objects.count() == 3


def test_a_file_cut_in_the_middle_leaves_everything_as_it_was(calvados, tmp_path):
    load_addresses(path=calvados)
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(gzip.decompress(calvados.read_bytes()) * 200)[:-40])
    with pytest.raises(BadAddressFile):
        load_addresses(path=path)
    assert Street.objects.count() == 3
