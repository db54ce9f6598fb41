import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from config.embedded import OWNER, RUNTIME, EmbeddedError
from config.embedded.errors import AlreadyRunningError
from tests.harness.database import ROOT, server

LAUNCHER = """
import os, sys, time
from pathlib import Path
from config.embedded import EmbeddedPostgres
one = EmbeddedPostgres(Path(sys.argv[1]), binaries=os.environ.get("PARVIS_TEST_POSTGRES_BIN"))
one.start()
with one.connect() as connection:
    connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('acknowledged')")
print("ready", flush=True)
time.sleep(600)
"""


def children_of(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def kept(one):
    with one.connect() as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


def test_the_owner_owns_the_database_and_neither_role_escapes_row_security(launch):
    one = launch()
    with one.connect(OWNER, "parvis") as connection:
        connection.execute("CREATE EXTENSION unaccent")
        owner = connection.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'parvis'")
        assert owner.fetchone() == (OWNER,)
        rights = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles "
            "WHERE rolname LIKE 'parvis%' ORDER BY 1"
        )
        assert rights.fetchall() == [(OWNER, False), (RUNTIME, False)]
    with one.connect(RUNTIME, "parvis") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine (n int)")


def test_it_listens_on_no_network_and_its_folders_are_closed_to_others(launch, folder):
    one = launch()
    with one.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT lower('É')").fetchone() == ("é",)
    for path in (one.home, one.data, one.socket):
        assert path.stat().st_mode & 0o777 == 0o700


def test_nobody_else_of_the_machine_is_let_in(launch):
    one = launch()
    rules = (one.data / "pg_hba.conf").read_text().split()
    assert rules == ["local", "all", "all", "peer", "map=parvis"]


def test_a_second_launcher_is_refused_with_a_sentence(launch, folder):
    launch()
    with pytest.raises(AlreadyRunningError, match=f"already in use by process {os.getpid()}"):
        server(folder / "postgresql").start()


def test_what_was_stopped_is_there_at_the_next_start(launch, folder):
    one = launch()
    with one.connect() as connection:
        connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('stays')")
    one.stop()
    assert not one.answers()
    assert kept(launch()) == [("stays",)]


@pytest.mark.kill
def test_a_killed_server_comes_back_with_what_it_acknowledged(launch):
    one = launch()
    with one.connect() as connection:
        connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('acknowledged')")
    postmaster = one._child.pid
    for pid in [postmaster, *children_of(postmaster)]:
        os.kill(pid, signal.SIGKILL)
    while one.alive():
        time.sleep(0.01)
    one.revive()
    assert kept(one) == [("acknowledged",)]


@pytest.mark.kill
def test_a_killed_launcher_leaves_nothing_in_the_way(launch, folder):
    home = folder / "postgresql"
    command = [sys.executable, "-c", LAUNCHER, str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout.readline() == "ready\n"
        launcher.kill()
    assert kept(launch()) == [("acknowledged",)]


def test_a_lock_file_that_names_another_living_process_does_not_stop_the_start(launch, folder):
    one = launch()
    one.stop()
    (one.data / "postmaster.pid").write_text(f"{os.getpid()}\n{one.data}\n")
    assert launch().answers()


def test_an_interrupted_creation_is_begun_again(launch, folder):
    one = launch()
    one.stop()
    one.data.rename(one.home / "data.new")
    assert launch().answers()


def test_a_database_of_another_version_is_refused_with_what_to_do(launch):
    one = launch()
    one.stop()
    (one.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(EmbeddedError, match=r"was made by PostgreSQL 14 .* restore a backup"):
        one.start()
    assert not one.held()


def test_a_server_that_cannot_start_says_its_last_words(launch):
    one = launch()
    one.stop()
    one._settings["shared_buffers"] = "plenty"
    with pytest.raises(EmbeddedError, match=r"PostgreSQL stopped while starting: .*shared_buffers"):
        one.start()


def test_a_folder_with_a_long_name_has_its_socket_elsewhere(launch, folder):
    one = launch("x" * 120)
    assert one.answers()
    assert not one.socket.is_relative_to(folder)
    one.stop()
    one.socket.rmdir()
