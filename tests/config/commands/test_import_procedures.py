"""Bringing procedures in and handing them over, from the command line."""

import argparse
import json

import pytest

from config.commands import export_procedures, import_procedures
from config.console import CommandError, Output
from parvis.catalogue.imports.registry import registry
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.library import publish_from_library
from tests.factories.catalogue import definition
from tests.factories.organisations import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
SCHEMA = {"title": "Essai", "type": "object", "properties": {"name": {"type": "string", "title": "Nom"}}}
NOTICES = ("summary", "category", "audience", "law", "data_notice", "other_ways")


@pytest.fixture
def body():
    return OrganisationFactory(slug="valmont", siren="217600999")


def run(command, **changes):
    options = {
        "kind": "json-schema", "organisation": None, "dry_run": False, "report": None, "whole": False,
        "complete_with": None, "publish": False, "codes": [], "format": "bundle", "all_versions": False, "roles": None,
    }  # fmt: skip
    return command.run(argparse.Namespace(**{**options, **changes}), Output())


def written(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_every_importer_can_be_named():
    assert set(registry.codes()) <= set(import_procedures.KINDS)


def test_the_report_has_the_shape_that_was_asked(body, tmp_path):
    path = written(tmp_path, "essai.json", SCHEMA)
    assert run(import_procedures, paths=[path], report=tmp_path / "out.json", organisation="217600999") == 0
    report = json.loads((tmp_path / "out.json").read_text())
    assert set(report) == {"files", "totals"}
    assert report["files"][0]["file"] == str(path)
    assert report["files"][0]["fields"] == {"understood": 1, "total": 1}
    for count in ("fields", "conditions", "validations", "prefills", "computed_values", "data_sources"):
        assert set(report["totals"][count]) == {"understood", "total"}
    assert Procedure.objects.get(organisation=body).code == "essai"


def test_a_dry_run_writes_nothing_and_needs_no_body(tmp_path):
    path = written(tmp_path, "essai.json", SCHEMA)
    assert run(import_procedures, paths=[path], dry_run=True) == 0
    OrganisationFactory()
    assert run(import_procedures, paths=[path], dry_run=True) == 0
    assert not Procedure.objects.exists()


def test_a_refused_file_is_told_the_others_taken_and_the_exit_code_is_1(body, tmp_path, capsys):
    written(tmp_path, "bad.json", "{")
    written(tmp_path, "good.json", SCHEMA)
    assert run(import_procedures, paths=[tmp_path]) == 1
    assert "REFUSED  ligne 1, colonne 2" in capsys.readouterr().out
    assert Procedure.objects.count() == 1
    Procedure.objects.get().versions.all().delete()
    Procedure.objects.all().delete()
    assert run(import_procedures, paths=[tmp_path], whole=True) == 1
    assert not Procedure.objects.exists()


def test_a_file_nobody_named_is_told_and_one_somebody_named_refused(body, tmp_path, capsys):
    written(tmp_path, "LICENCE", "MIT")
    written(tmp_path, "good.json", SCHEMA)
    assert run(import_procedures, paths=[tmp_path]) == 0
    assert "LICENCE" in capsys.readouterr().out
    assert run(import_procedures, paths=[tmp_path / "LICENCE"]) == 1


def test_notices_given_for_all_let_publish_at_once(body, tmp_path):
    path = written(tmp_path, "essai.json", SCHEMA)
    notices = written(tmp_path, "notices.txt", {name: definition()[name] for name in NOTICES})
    assert run(import_procedures, paths=[path], complete_with=notices, publish=True) == 0
    assert Procedure.objects.get().versions.get().state == "published"


@pytest.mark.parametrize("changes", [{"organisation": "1"}, {"complete_with": "x"}, {}])
def test_what_cannot_be_done_is_said_in_a_sentence(changes, tmp_path):
    path = written(tmp_path, "essai.json", SCHEMA)
    if "complete_with" in changes:
        changes = {"complete_with": written(tmp_path, "x.txt", "[]")}
    with pytest.raises(CommandError):
        run(import_procedures, paths=[path], **changes)


def test_a_bundle_is_written_and_read_back(body, tmp_path):
    publish_from_library(organisation=body, codes=["contact"])
    other = OrganisationFactory(siren="217600998", parent=body)
    run(export_procedures, to=tmp_path / "all.zip")
    assert run(import_procedures, kind="parvis", paths=[tmp_path / "all.zip"], organisation="217600998") == 0
    run(export_procedures, to=tmp_path / "again.zip", organisation="217600998")
    assert (tmp_path / "all.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert Procedure.objects.filter(organisation=other).get().code == "contact"


def test_another_format_gives_a_file_a_procedure(body, tmp_path):
    publish_from_library(organisation=body, codes=["contact", "pret-materiel"])
    run(export_procedures, codes=["contact"], to=tmp_path / "out", format="parvis")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["contact.json"]
    with pytest.raises(CommandError):
        run(export_procedures, codes=["gone"], to=tmp_path / "out", format="parvis")
