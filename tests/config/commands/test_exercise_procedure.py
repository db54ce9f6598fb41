"""The command that tries procedures: a line each, a report, an honest exit code."""

import argparse
import json
import sys

import pytest

from config.commands import exercise_procedure
from config.console import CommandError, Output
from tests.factories.catalogue import field, publish
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    place = TerritoryFactory(name="Caen", code="14118", postcodes=["14000"], square=(-1, 49, 0, 50))
    return OrganisationFactory(slug="caen", siren="211401187", territory=place)


def run(*codes, **changes):
    options = {
        "codes": list(codes),
        "all": False,
        "organisation": None,
        "paths": 1,
        "seed": 1,
        "report": None,
        "browser": False,
        "no_scripts": False,
        "to_end": False,
    }
    return exercise_procedure.run(argparse.Namespace(**{**options, **changes}), Output())


def test_the_report_and_the_exit_code_say_whether_every_path_was_lodged(body, tmp_path, capsys):
    publish(body, [field("text", "a")], [field("person", "who")])
    wrong = field("text", "b", checks=[{"rule": "size(b) > 9000", "message": "Non."}])
    publish(body, [wrong], [field("person", "who")], code="autre")
    assert run("essai") == 0
    assert run(all=True, report=tmp_path / "report.json", organisation="211401187") == 1
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["totals"] | {"refused": 0} == {
        "procedures": 2,
        "right": 1,
        "paths": 2,
        "stuck": 1,
        "refused": 0,
        "ended": 0,
    }
    assert [trial["ok"] for trial in report["procedures"]] == [False, True]
    assert "autre: STUCK on path 1: p1 – Question b" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [{"codes": ["gone"]}, {}, {"all": True, "organisation": "1"}, {"paths": 0}]
)
def test_what_cannot_be_tried_is_said(options):
    with pytest.raises(CommandError):
        run(*options.pop("codes", []), **options)


def test_a_browser_that_is_not_installed_is_asked_for(body, monkeypatch):
    publish(body, [field("text", "a")], [field("person", "who")])
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(CommandError, match="needs Playwright"):
        run("essai", browser=True)
    with pytest.raises(CommandError, match="--no-scripts"):
        run("essai", no_scripts=True)
