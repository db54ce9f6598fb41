import os

import pytest

from config.embedded import EmbeddedError
from config.embedded.account import service_account
from config.embedded.home import home_of, make_home, make_passage, socket_dir

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has an account made for PostgreSQL")


def test_the_home_is_in_the_data_folder(folder):
    assert home_of(folder / "var") == folder / "var" / "postgresql"


@as_root
def test_under_a_folder_closed_to_postgresql_the_home_goes_to_the_systems_place(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    home = home_of(closed / "var")
    assert home.is_relative_to("/var/lib/parvis")
    assert home == home_of(closed / "var") != home_of(closed / "other")
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_folder_of_someone_else_is_left_alone(folder):
    home = folder / "postgresql"
    home.mkdir()
    os.chown(home, 65534, 65534)
    with pytest.raises(EmbeddedError, match="belongs to nobody: start as that user"):
        make_home(home, service_account())
    assert home.stat().st_uid == 65534


def test_missing_folders_are_walked_through_but_not_read_by_others(folder):
    make_passage(folder / "a" / "b")
    assert [(folder / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o711, 0o711]


def test_a_socket_path_never_exceeds_what_linux_takes(folder):
    for length in range(1, 120):
        assert len(str(socket_dir(folder / ("x" * length)) / ".s.PGSQL.5432")) <= 107
