"""The world of the table is made once: its files stay as long as its rows."""

import pytest


@pytest.fixture(autouse=True)
def no_files():
    """Keep the files between tests; the world forgets them at its end."""
