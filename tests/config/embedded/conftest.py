import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded import EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own account can walk through, as pytest's are closed to it."""
    made = Path(tempfile.mkdtemp(prefix="parvis-embedded-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def launch(folder: Path) -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Start servers; those still running are stopped at the end."""
    started: list[EmbeddedPostgres] = []

    def start(name: str = "postgresql") -> EmbeddedPostgres:
        # With the product's own settings: those of the tests trade safety for speed.
        one = EmbeddedPostgres(folder / name, binaries=os.environ.get("PARVIS_TEST_POSTGRES_BIN"))
        one.start()
        started.append(one)
        return one

    yield start
    for one in started:
        one.stop()
