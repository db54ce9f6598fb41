from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.common import clock
from parvis.documents.services.store import store_file
from parvis.documents.services.sweep import sweep_orphans
from tests.documents import files

pytestmark = pytest.mark.django_db


def test_a_content_without_a_row_is_swept_after_two_days_and_the_others_stay():
    now = clock.now()
    known = store_file(name="plan.pdf", content=ContentFile(files.PDF))
    orphan = default_storage.save(f"{now:%Y-%m-%d}/orphan", ContentFile(b"left behind"))

    assert sweep_orphans() == 0
    with clock.standing_at(now + timedelta(days=2)):
        assert sweep_orphans() >= 1

    assert default_storage.exists(known.key)
    assert not default_storage.exists(orphan)
