"""The reader of a box killed again and again over hundreds of mails loses none and doubles none."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from parvis.channels.models import Afterwards, InboundMail, Security
from parvis.channels.services.boxes import BoxSettings, set_mailbox
from parvis.common import actor
from tests.channels.dovecot import ABSENT, PASSWORD, PROGRAM, running_dovecot
from tests.channels.postfix import free_port
from tests.factories.mails import a_mail
from tests.factories.organisations import OrganisationFactory

ROOT = Path(__file__).resolve().parents[2]
MAILS = 250
KILLED_AT = (1, 90, 180)
"""Mails kept when a reader is killed: more or less, since it goes on while we look."""


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_a_killed_reader_loses_no_mail_and_doubles_none() -> None:
    if PROGRAM is None:
        pytest.skip(ABSENT)
    with running_dovecot(free_port()) as dovecot, actor.acting_as(actor.for_system("tests")):
        settings = BoxSettings(
            name="Mairie",
            host="127.0.0.1",
            port=dovecot.port,
            login="mille",
            password=PASSWORD,
            security=Security.NONE,
            afterwards=Afterwards.MOVE,
            moved_to="Lus",
        )
        with transaction.atomic():
            box = set_mailbox(organisation=OrganisationFactory(), box=settings)
        dovecot.fill("mille", (a_mail(f"Message {n}", Message_ID=f"<{n}@x.invalid>") for n in range(MAILS)))

        for threshold in KILLED_AT:
            reader = _reading(box.pk)
            while _kept() < threshold and reader.poll() is None:
                time.sleep(0.01)
            reader.kill()
            reader.wait()
        assert _reading(box.pk).wait() == 0

        with transaction.atomic():
            mails = list(InboundMail.objects.all())
        assert len({mail.sha256 for mail in mails}) == len(mails) == MAILS
        assert all(default_storage.exists(mail.key) for mail in mails)
        assert (dovecot.count("mille"), dovecot.count("mille", "Lus")) == (0, MAILS)


def _reading(box: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "parvis", "mailboxes", "read", str(box)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _kept() -> int:
    with transaction.atomic():
        return InboundMail.objects.count()
