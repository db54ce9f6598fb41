"""A server on the loopback, which an operator allowed."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from tests.catalogue.lists.http_server import Server, serving


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """Return a running server whose number, and no other, may be called."""
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.1/32")]
    with serving() as running:
        yield running
