"""Mails handed over by LMTP, by a real Postfix and by whoever speaks it."""

import argparse
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.commands import lmtp
from config.console import CommandError, Output
from parvis.channels.models import InboundMail
from parvis.common import actor
from tests.channels.postfix import ABSENT, DOMAIN, can_run, free_port, running_postfix
from tests.factories.mails import a_mail

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder whose path is short: that of a socket has 107 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="lmtp-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@contextmanager
def listening(*where: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the command as its user does, until the end of the block."""
    door = subprocess.Popen(
        [sys.executable, "-P", "-m", "parvis", "lmtp", *where],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert door.stdout is not None
        said = door.stdout.readline()
        while said and "LMTP ready" not in said:
            said = door.stdout.readline()
        assert "LMTP ready" in said
        yield door
    finally:
        door.terminate()
        door.wait(30)
        assert door.stdout is not None
        door.stdout.close()


def kept() -> list[InboundMail]:
    with actor.acting_as(actor.for_system("tests")):
        from django.db import transaction

        with transaction.atomic():
            return list(InboundMail.objects.order_by("received_at", "pk"))


@pytest.mark.django_db(transaction=True)
def test_what_is_acknowledged_is_kept_and_what_is_not_is_tried_again(place: Path) -> None:
    door = place / "door"
    with listening("--socket", str(door)), smtplib.LMTP(str(door), timeout=60) as server:
        long_line = "x" * 5000
        server.sendmail(
            "aude@example.invalid", ["mairie@ville.example.invalid"],
            a_mail(f"Bonjour {long_line}").replace(b"\n", b"\r\n"),
        )  # fmt: skip
        first = kept()
        shutil.rmtree(_media())
        _media().write_text("no folder can be made here")
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            server.sendmail("", ["mairie@ville.example.invalid"], a_mail())
        _media().unlink()
        server.sendmail("", ["mairie@ville.example.invalid"], a_mail())

    assert [(mail.envelope_from, mail.envelope_to) for mail in first] == [
        ("aude@example.invalid", ["mairie@ville.example.invalid"])
    ]
    assert refusal.value.smtp_code == 451
    assert [mail.envelope_from for mail in kept()] == ["aude@example.invalid", ""]
    assert not door.exists()


def _media() -> Path:
    from django.conf import settings

    return Path(settings.MEDIA_ROOT)


@pytest.mark.django_db(transaction=True)
def test_postfix_hands_mails_over_and_holds_them_while_we_are_away(place: Path) -> None:
    if not can_run():
        pytest.skip(ABSENT)
    door, port = place / "door", free_port()
    with running_postfix(place / "postfix", port, door):
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:  # nobody listens yet
            server.sendmail(
                "aude@example.invalid",
                [f"mairie+dx@{DOMAIN}", f"voirie@{DOMAIN}"],
                a_mail(Message_ID="<1@x.invalid>"),
            )
        with listening("--socket", str(door), "--group", "postfix"):
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
                server.sendmail("", [f"mairie@{DOMAIN}"], a_mail(Message_ID="<2@x.invalid>"))
            for _attempt in range(600):
                if len(kept()) == 2:
                    break
                time.sleep(0.1)

    assert {(mail.envelope_from, *mail.envelope_to) for mail in kept()} == {
        ("aude@example.invalid", f"mairie+dx@{DOMAIN}", f"voirie@{DOMAIN}"),
        ("", f"mairie@{DOMAIN}"),
    }


def test_a_socket_that_a_kill_left_is_taken_again_and_no_other_file_is(place: Path) -> None:
    path = place / "door"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    options = argparse.Namespace(socket=path, port=None, group=None)
    lmtp._bound(options).close()
    path.unlink()
    path.write_text("a file")

    with pytest.raises(CommandError, match="is not a socket"):
        lmtp.run(options, Output(as_json=False))
    path.unlink()
    with pytest.raises(CommandError, match="no group is called nobodys"):
        lmtp.run(argparse.Namespace(socket=path, port=None, group="nobodys"), Output(as_json=False))
