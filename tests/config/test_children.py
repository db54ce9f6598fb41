import signal
import time

import pytest

from config.children import Child


@pytest.fixture
def child(tmp_path):
    made = []

    def make(*arguments):
        one = Child(arguments[0], arguments, log=tmp_path / "child.log")
        made.append(one)
        one.start()
        return one

    yield make
    for one in made:
        one.stop(0.1)


def wait_for_end(one):
    while one.code() is None:
        time.sleep(0.01)


def test_a_process_that_ended_tells_its_code_and_last_line(child):
    one = child("fly")
    wait_for_end(one)
    assert one.ending().startswith("code 2: parvis: error: argument COMMAND")


def test_a_killed_process_tells_the_signal(child):
    one = child("check")
    one._process.kill()
    wait_for_end(one)
    assert one.ending() == "killed by SIGKILL"


def test_a_process_that_keeps_ending_is_started_again_later_and_later(child):
    one = child("fly")
    wait_for_end(one)
    assert one.restart_when_due()
    wait_for_end(one)
    one._started = time.monotonic()
    assert not one.restart_when_due()
    one._started -= 2
    assert one.restart_when_due()


def test_its_output_is_kept_from_one_start_to_the_next_and_a_large_log_is_put_aside(child, monkeypatch):
    monkeypatch.setattr("config.children.LARGEST_LOG", 10)
    one = child("fly")
    wait_for_end(one)
    one.restart_when_due()
    wait_for_end(one)
    assert one.log.with_name("child.log.1").exists()


def test_stopping_what_was_never_started_is_harmless(tmp_path):
    Child("fly", ["fly"], log=tmp_path / "log").stop(1)


def test_a_stopped_process_is_gone(child):
    one = child("check")
    one.stop(0.1)
    assert one.code() is None
    assert signal.SIGTERM
