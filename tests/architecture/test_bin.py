import os
import subprocess

import pytest

from tests.architecture.sources import ROOT

DOORS = [path for path in sorted((ROOT / "bin").iterdir()) if path.is_file()] + [ROOT / ".ci" / "run"]


@pytest.mark.parametrize("door", DOORS, ids=lambda path: path.name)
def test_a_door_is_a_posix_script_that_says_what_it_is_for(door):
    assert subprocess.run(["sh", "-n", door], check=False).returncode == 0
    lines = door.read_text().splitlines()
    assert lines[0] == "#!/bin/sh" or door.suffix == ".sh"
    assert any(line.startswith("# ") for line in lines[:2])


@pytest.mark.parametrize("door", [door for door in DOORS if door.suffix != ".sh"], ids=lambda path: path.name)
def test_a_door_can_be_run(door):
    assert os.access(door, os.X_OK)
