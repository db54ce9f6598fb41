import socket
from collections.abc import Iterator

import pytest

from tests.channels.mail_server import MailServer, running_mail_server
from tests.channels.provider_server import ProviderServer, providing


@pytest.fixture
def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


@pytest.fixture
def mail_server(free_port: int) -> Iterator[MailServer]:
    with running_mail_server(free_port) as server:
        yield server


@pytest.fixture
def provider_server(settings) -> Iterator[ProviderServer]:
    settings.DEMONSTRATION = False
    with providing() as server:
        yield server
