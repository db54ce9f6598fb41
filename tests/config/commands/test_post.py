"""Scanned post taken in by the command as an operator does, and by a process that the system kills."""

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from config.commands import post
from config.console import CommandError, Output
from parvis.cases.services.mail_in import sort_mail
from parvis.channels.models import InboundMail, MailState, PostPile
from parvis.channels.services import post_folders
from parvis.common import actor
from tests.factories.cases import Town, make_town
from tests.factories.mails import a_mail
from tests.factories.post import a_page, as_pdf

ROOT = Path(__file__).resolve().parents[3]
PILE = 25


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    parser = argparse.ArgumentParser()
    post.arguments(parser)

    def typed(*words: str) -> Any:
        capsys.readouterr()
        post.run(parser.parse_args(words), Output(as_json=True))
        said = capsys.readouterr().out  # logs come first
        return json.loads(said[min(place for sign in "[{" if (place := said.find(f"{sign}\n")) >= 0) :])

    return typed


@pytest.fixture
def town(system: None) -> Town:
    return make_town()


def test_a_folder_is_looked_into_and_a_scan_given_twice_is_one(run: Any, town: Town, tmp_path: Path) -> None:
    inbox = tmp_path / "scans"
    inbox.mkdir()
    folder = run("folder", "Accueil", "--body", town.body.slug, "--path", str(inbox), "--moved-to", "pris")
    assert (folder["path"], folder["active"]) == (str(inbox), True)
    (inbox / "a.pdf").write_bytes(as_pdf(a_page("Un")))
    run("look")
    [looked] = run("look")
    assert (looked["kept"], looked["error"]) == (1, "")

    taken = run("take", str(inbox / "pris" / "a.pdf"), "--body", town.body.slug, "--arrived-on", "2026-03-02")
    assert [one["new"] for one in taken] == [False]
    assert PostPile.objects.count() == 1
    retired = run("folder", "Accueil", "--body", town.body.slug, "--path", str(inbox), "--retire")
    assert not retired["active"]
    assert run("list")["aside"] == []


def test_what_cannot_be_taken_is_said(run: Any, town: Town, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run("take", str(tmp_path / "absent.pdf"), "--body", town.body.slug)
    with pytest.raises(CommandError):
        run("folder", "Accueil", "--body", town.body.slug, "--path", str(tmp_path / "absent"))
    with pytest.raises(CommandError):
        run("take", str(tmp_path), "--body", "inconnu")


def counted(model: Any) -> int:
    with transaction.atomic(), actor.acting_as(actor.for_system("tests")):
        return int(model.objects.count())


def killed_midway(model: Any, *words: str) -> int:
    """Run a command as its user does, end it as the system does once it has kept some, and return how many."""
    taking = subprocess.Popen(
        [sys.executable, "-P", "-m", "parvis", *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while counted(model) < 5 and taking.poll() is None:
        pass
    taking.send_signal(signal.SIGKILL)
    taking.wait()
    return counted(model)


@pytest.mark.django_db(transaction=True)
def test_a_reader_killed_in_the_middle_of_a_folder_loses_no_scan_and_doubles_none(tmp_path: Path) -> None:
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        town = make_town()
        folder = post_folders.set_folder(
            organisation=town.body, name="Accueil", path=str(tmp_path), team=town.team, moved_to="pris"
        )
    for rank in range(PILE):
        (tmp_path / f"{rank}.pdf").write_bytes(b"%%PDF-1.4 %d" % rank)
    post_folders.look_into(folder_id=folder.pk)

    assert 5 <= killed_midway(PostPile, "post", "look") <= PILE
    post_folders.look_into(folder_id=folder.pk)
    post_folders.look_into(folder_id=folder.pk)

    assert counted(PostPile) == PILE
    assert sorted(path.name for path in (tmp_path / "pris").iterdir()) == sorted(
        f"{rank}.pdf" for rank in range(PILE)
    )


@pytest.mark.django_db(transaction=True)
def test_a_reader_killed_in_the_middle_of_a_maildir_loses_no_mail_and_doubles_none(tmp_path: Path) -> None:
    box = tmp_path / "new"
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    for rank in range(PILE):
        (box / f"{rank}").write_bytes(a_mail(f"Le banc {rank} est cassé.", Message_ID=f"<{rank}@x.invalid>"))
    words = ("receive-mail", "--to", "mairie@ville.example.invalid", "--maildir", str(tmp_path), "--json")

    assert 5 <= killed_midway(InboundMail, *words) <= PILE
    finished = subprocess.run(
        [sys.executable, "-P", "-m", "parvis", *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    assert finished.stdout
    with transaction.atomic(), actor.acting_as(actor.for_system("tests")):
        begun = list(InboundMail.objects.filter(state=MailState.RECEIVED).values_list("pk", flat=True))
    assert len(begun) <= 1  # kept, and killed while it was read: its job takes it up
    for mail in begun:
        sort_mail(mail_id=mail)
    with transaction.atomic(), actor.acting_as(actor.for_system("tests")):
        kept = InboundMail.objects.exclude(fate="duplicate").values_list("message_id", flat=True)
        assert sorted(kept) == sorted(f"{rank}@x.invalid" for rank in range(PILE))
