"""Killing web, worker and database in the middle of deposits loses nothing acknowledged and doubles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPOSITS = 24


@pytest.mark.kill
def test_no_acknowledged_deposit_is_lost_or_doubled(tmp_path):
    """Run the scenario of ``bin/bench kill`` with fewer deposits, over the real servers."""
    report = tmp_path / "kill.json"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PARVIS_", "DJANGO_"))
    }
    command = [
        sys.executable,
        "-P",
        "-m",
        "bench",
        "kill",
        "--cases=100",
        f"--deposits={DEPOSITS}",
        f"--json={report}",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = {one["metric"]: one["value"] for one in json.loads(report.read_text())}
    assert told["acknowledged"] == DEPOSITS
    assert (told["lost"], told["doubled"], told["given_up"]) == (0, 0, 0)
    assert told["kills"] >= 5
