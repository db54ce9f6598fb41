"""Tables of reference from the command line: told, filled from a file, written out and read back."""

import argparse
import json

import pytest

from config.commands import reference_table
from config.console import CommandError, Output
from parvis.catalogue.models import ReferenceRow, ReferenceTable
from tests.factories.organisations import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
SIREN = "211401187"
STREETS = "Code;Libellé;Étages;Piétonne\n0010;Rue des Lilas;3;oui\n0020;Rue du Puits;;non\n"


@pytest.fixture
def body():
    return OrganisationFactory(slug="caen", siren=SIREN)


def run(*words):
    parser = argparse.ArgumentParser()
    reference_table.arguments(parser)
    options = parser.parse_args([*words, "--organisation", SIREN])
    return reference_table.run(options, Output(as_json=options.json))


@pytest.fixture
def streets(tmp_path):
    path = tmp_path / "rues.csv"
    path.write_text(STREETS, encoding="utf-8")
    return path


def test_a_file_makes_the_table_then_changes_nothing(body, streets, capsys):
    assert run("import", "rues", str(streets), "--title", "Rues", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["made"], told["counts"]["created"]) == (True, 2)
    assert ReferenceRow.objects.get(code="0010").columns == {"etages": 3, "pietonne": True}
    assert run("import", "rues", str(streets), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["made"], told["counts"]["same"]) == (False, 2)


def test_a_dry_run_and_a_refused_row_write_nothing(body, streets, capsys):
    assert run("import", "rues", str(streets), "--dry-run") == 0
    assert "2 created" in capsys.readouterr().out
    streets.write_text(STREETS + ";Rue sans code;1;oui\n", encoding="utf-8")
    assert run("import", "rues", str(streets), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], told["refused"][0]["line"]) == (False, 4)
    assert not ReferenceTable.objects.exists()
    assert run("import", "rues", str(streets), "--skip-refused") == 1
    assert ReferenceRow.objects.count() == 2


def test_what_is_written_out_is_read_back_the_same(body, streets, tmp_path, capsys):
    run("import", "rues", str(streets))
    assert run("export", "rues", "--to", str(tmp_path / "out.csv")) == 0
    capsys.readouterr()
    assert run("import", "rues", str(tmp_path / "out.csv"), "--whole", "--json") == 0
    assert json.loads(capsys.readouterr().out)["counts"]["same"] == 2
    assert run("list", "--json") == 0
    assert json.loads(capsys.readouterr().out)["tables"][0] == {
        "code": "rues",
        "title": "rues",
        "columns": ["etages", "pietonne"],
        "rows": 2,
        "offered": 2,
        "retired": False,
    }


@pytest.mark.parametrize(
    "words",
    [["export", "gone"], ["import", "Rues !", "rues.csv"], ["import", "rues", "empty.csv"]],
    ids=["unknown table", "bad code", "empty file"],
)
def test_what_cannot_be_done_is_said(body, streets, words):
    (streets.parent / "empty.csv").write_bytes(b"")
    paths = [str(streets.parent / word) if word.endswith(".csv") else word for word in words]
    with pytest.raises(CommandError):
        run(*paths)
