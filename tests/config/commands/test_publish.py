"""Publishing a definition from a file: everything wrong is listed, nothing is half done."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from config.commands import publish
from config.console import CommandError, Output
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.library import library
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("system")


def run(definition: object, *, body: str | None = "villeneuve", check: bool = False) -> int:
    options = argparse.Namespace(definition=str(definition), body=body, check=check)
    return publish.run(options, Output(as_json=True))


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_procedure_of_the_product_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    OrganisationFactory.create(slug="villeneuve")
    assert run("contact") == 0
    assert told(capsys) == {"body": "villeneuve", "code": "contact", "version": 1}


def test_a_changed_file_becomes_the_next_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    OrganisationFactory.create(slug="villeneuve")
    run("contact")
    capsys.readouterr()
    changed = tmp_path / "contact.json"
    changed.write_text(json.dumps({**library()["contact"], "title": "Nous écrire", "translations": {}}))
    assert run(changed) == 0
    assert told(capsys)["version"] == 2


def test_everything_wrong_is_listed_and_nothing_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    OrganisationFactory.create(slug="villeneuve")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({**library()["contact"], "audience": [], "sign_in": "maybe"}))
    assert run(wrong) == 1
    assert [remark["pointer"] for remark in told(capsys)] == ["/audience", "/sign_in"]
    assert not Procedure.objects.exists()


def test_a_check_publishes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("contact", body=None, check=True) == 0
    assert told(capsys) == []
    assert not Procedure.objects.exists()


def test_a_file_that_is_not_json_is_refused_with_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(CommandError, match=r"broken\.json is not a JSON object"):
        run(broken)


def test_a_body_must_be_named() -> None:
    with pytest.raises(CommandError, match="--body"):
        run("contact", body=None)
