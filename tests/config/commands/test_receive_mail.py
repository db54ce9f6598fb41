"""Taking mails in by the command, as a mail server or an operator does."""

import argparse
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from config.commands import receive_mail
from config.console import Output
from parvis.cases.models import Case
from parvis.channels.models import InboundMail
from tests.factories.cases import make_town
from tests.factories.mails import CONTACT, a_mail, take_mail

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    take_mail(make_town(code="contact", definition=CONTACT))

    def receive(raw: bytes = b"", **given: Any) -> tuple[int, Any]:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        capsys.readouterr()
        options = argparse.Namespace(**{"to": [], "sender": None, "maildir": None, **given})
        code = receive_mail.run(options, Output(as_json=True))
        said = capsys.readouterr().out  # logs come first: in the product they go to standard error
        return code, json.loads(said[said.index("[\n") if "[\n" in said else said.rindex("[]") :])

    return receive


def test_a_mail_piped_by_a_server_is_told_as_json(run: Any) -> None:
    code, told = run(a_mail(To="undisclosed-recipients:;"), to=["mairie@ville.example.invalid"])

    assert code == 0
    assert told[0]["fate"] == "new_case"
    assert told[0]["case"] == Case.objects.get().number


def test_a_folder_is_taken_whole_and_again_without_doubling(run: Any, tmp_path: Path) -> None:
    for place in ("cur", "new", "tmp"):
        (tmp_path / place).mkdir()
    for number in range(3):
        (tmp_path / "new" / f"{number}").write_bytes(a_mail(f"Message {number}"))
    (tmp_path / "cur" / "a:2,S").write_bytes(b"\x00\xff" * 100)

    first = [one["fate"] for one in run(maildir=tmp_path)[1]]
    again = [one["fate"] for one in run(maildir=tmp_path)[1]]

    assert sorted(first) == ["new_case", "new_case", "new_case", "triage"]
    assert again == ["duplicate"] * 4
    assert InboundMail.objects.count() == 8


def test_a_mail_that_breaks_the_sorting_is_kept_and_shown(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any, **_named: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("parvis.cases.services.mail_in.read", broken)

    assert [(one["fate"], one["reason"]) for one in run(a_mail())[1]] == [
        ("triage", "error_ZeroDivisionError")
    ]


def test_a_mail_that_cannot_be_kept_stays_with_the_server(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("parvis.channels.services.receive.write_source", full)

    assert run(a_mail()) == (75, [])
    assert not InboundMail.objects.exists()
