"""Sources of mails that a killed reader left without a row."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.channels.services.sweep import sweep_orphans
from parvis.common import clock
from tests.factories.mails import a_mail, receive

pytestmark = pytest.mark.usefixtures("system")


def test_a_source_that_no_row_knows_goes_after_two_days_and_no_other(time_machine):
    kept = receive(a_mail())
    left = default_storage.save(f"mail/{clock.now():%Y-%m-%d}/left.eml", ContentFile(b"x"))

    assert sweep_orphans() == 0
    time_machine.move_to(clock.now() + timedelta(days=3))
    assert sweep_orphans() == 1
    assert default_storage.exists(kept.key)
    assert not default_storage.exists(left)
