import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from config.embedded import OWNER, RUNTIME, EmbeddedPostgres, socket_url
from tests.harness import database, place

MADE = "parvis_archive"


@pytest.fixture
def installation(tmp_path, django_db_setup):
    """A database of its own with one account, one file and one secret, driven through the real commands."""
    server: EmbeddedPostgres = database.server(place.home())

    def empty_database(name):
        with server.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        return name

    def command(name, *arguments, data="data"):
        environment = os.environ | {
            "PARVIS_DATA_DIR": str(tmp_path / data),
            "PARVIS_DATABASE_URL": socket_url(server.socket, RUNTIME, name),
            "PARVIS_OWNER_DATABASE_URL": socket_url(server.socket, OWNER, name),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(database.ROOT),
        }
        environment.pop("PARVIS_SECRET_KEY")
        return subprocess.run(
            [sys.executable, "-P", "-m", "parvis", *arguments],
            env=environment, cwd=tmp_path, check=False, capture_output=True, text=True,
        )  # fmt: skip

    with server.connect() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {MADE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {MADE} OWNER {OWNER} TEMPLATE {database.MIGRATED}")
    with server.connect(OWNER, MADE) as connection:
        connection.execute(
            "INSERT INTO common_account (password, email, is_active, created_at) "
            "VALUES ('', 'a@b.invalid', true, now())"
        )
    stored = tmp_path / "data" / "files" / "2026-11-21" / "plan"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"a drawing")
    yield command, empty_database, server
    with server.connect() as connection:
        for name in (MADE, "parvis_restored"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_what_is_backed_up_comes_back_whole_elsewhere(installation, tmp_path):
    command, empty_database, server = installation
    made = command(MADE, "backup", "kept.tar", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["files"] == 1
    assert (tmp_path / "kept.tar").stat().st_mode & 0o077 == 0
    assert json.loads(made.stdout)["bytes"] == (tmp_path / "kept.tar").stat().st_size

    restored = command(empty_database("parvis_restored"), "restore", "kept.tar", data="elsewhere")
    assert restored.returncode == 0, restored.stderr
    assert (tmp_path / "elsewhere/files/2026-11-21/plan").read_bytes() == b"a drawing"
    secrets = {(tmp_path / folder / "secret-key").read_text() for folder in ("data", "elsewhere")}
    assert len(secrets) == 1
    with server.connect(OWNER, "parvis_restored") as connection:
        assert connection.execute("SELECT email FROM common_account").fetchall() == [("a@b.invalid",)]
        assert connection.execute(
            "SELECT relrowsecurity FROM pg_class WHERE relname = 'cases_case'"
        ).fetchone() == (True,)

    again = command("parvis_restored", "restore", "kept.tar", data="elsewhere")
    assert (again.returncode, again.stderr) == (
        1,
        "parvis restore: the database holds data: add --replace to lose it for what the backup holds\n",
    )
    with server.connect(RUNTIME, "parvis_restored"):
        used = command("parvis_restored", "restore", "--replace", "kept.tar", data="elsewhere")
    assert "the database is in use" in used.stderr
    assert command("parvis_restored", "restore", "--replace", "kept.tar", data="elsewhere").returncode == 0


def test_a_file_that_is_not_a_backup_is_refused(installation, tmp_path):
    command, empty_database, _server = installation
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        archive.add(Path(__file__), "manifest.json")
    refused = command(empty_database("parvis_restored"), "restore", "other.tar")
    assert refused.returncode == 1
    assert "not a backup made by this product" in refused.stderr


def test_a_backup_never_overwrites_another(installation, tmp_path):
    command, _empty_database, _server = installation
    (tmp_path / "kept.tar").write_text("precious")
    refused = command(MADE, "backup", "kept.tar")
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    assert (tmp_path / "kept.tar").read_text() == "precious"
