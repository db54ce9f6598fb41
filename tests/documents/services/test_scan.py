from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from parvis.common import actor, clock
from parvis.documents.access import download_headers
from parvis.documents.errors import ScannerUnavailable
from parvis.documents.models import ScanState, StoredFile
from parvis.documents.services.scan import check_scanner, rescan_waiting_files, scan_file
from parvis.documents.services.store import store_file
from tests.documents import files
from tests.documents.antivirus import running_antivirus

pytestmark = pytest.mark.django_db


@pytest.fixture
def antivirus(tmp_path, settings):
    with running_antivirus(tmp_path) as socket:
        settings.CLAMAV_SOCKET = socket
        yield socket


def state_of(file):
    with transaction.atomic(), actor.admitting(file.pk):
        return ScanState(StoredFile.objects.get(pk=file.pk).scan_state)


def give(content):
    return store_file(name="lettre.txt", content=ContentFile(content), allowed={"txt"})


def test_a_file_waits_until_the_antivirus_lets_it_pass(antivirus, run_jobs):
    file = give(b"Bonjour")

    assert file.scan_state == ScanState.PENDING
    assert run_jobs() == ["documents.scan_file"]
    assert state_of(file) == ScanState.CLEAN


def test_a_virus_is_found_and_the_file_blocked(antivirus, run_jobs):
    file = give(files.EICAR)

    run_jobs()

    assert state_of(file) == ScanState.INFECTED


def test_without_an_answer_the_file_goes_on_waiting_and_the_job_fails(settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    file = give(b"Bonjour")

    with actor.acting_as(actor.for_job(file.pk)), pytest.raises(ScannerUnavailable):
        scan_file(file_id=file.pk)

    assert state_of(file) == ScanState.PENDING


def test_asking_twice_changes_nothing(antivirus, run_jobs):
    file = give(b"Bonjour")
    run_jobs()

    with actor.acting_as(actor.for_job(file.pk)):
        assert scan_file(file_id=file.pk) == ScanState.CLEAN


def test_a_file_whose_scan_was_lost_is_found_again(antivirus):
    give(b"Bonjour")

    assert rescan_waiting_files() == 0
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        assert rescan_waiting_files() == 1


def test_the_check_gives_the_version_of_the_antivirus(antivirus):
    assert check_scanner().startswith("ClamAV 1.4.6")


def test_the_check_says_when_there_is_no_antivirus(settings):
    settings.CLAMAV_SOCKET = ""

    assert not check_scanner()


def test_the_check_fails_when_the_antivirus_does_not_answer(settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")

    with pytest.raises(ScannerUnavailable):
        check_scanner()


def test_a_file_too_heavy_for_the_antivirus_does_not_wait_for_ever(antivirus, run_jobs, settings):
    settings.CLAMAV_MAX_BYTES = 3
    file = give(b"Bonjour")

    run_jobs()

    assert state_of(file) == ScanState.UNCHECKED
    file.scan_state, file.media_type = ScanState.UNCHECKED, "application/pdf"
    assert download_headers(file, inline=True)["Content-Disposition"].startswith("attachment")


def test_a_file_that_waited_for_days_is_said_unchecked_once_the_antivirus_answers(settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    file = give(b"Bonjour")
    with transaction.atomic(), actor.acting_as(actor.for_system("test")):
        StoredFile.objects.filter(pk=file.pk).update(created_at=clock.now() - timedelta(days=4))

    assert rescan_waiting_files() == 1
    assert state_of(file) == ScanState.PENDING

    with running_antivirus(tmp_path) as socket:
        settings.CLAMAV_SOCKET = socket
        assert rescan_waiting_files() == 0
    assert state_of(file) == ScanState.UNCHECKED
