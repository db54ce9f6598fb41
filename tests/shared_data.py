"""Real data made by others, that stands beside the project and is never committed to it."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(name):
    """Return the mark of a test given a folder of the data, or left out when it is not there."""
    folder = DATA / name
    if folder.is_dir():
        return pytest.mark.parametrize("folder", [folder], ids=[name])
    skipped = pytest.mark.skip(reason=f"needs ../shared/data/{name} beside the project")
    return pytest.mark.parametrize("folder", [pytest.param(folder, marks=skipped)], ids=[name])
