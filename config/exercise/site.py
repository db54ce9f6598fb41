"""The product served to a browser from inside a transaction: what is tried is undone, whoever asked it over HTTP."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import RLock, Thread
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test.utils import override_settings

HOST = "127.0.0.1"
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@contextmanager
def served() -> Iterator[str]:
    """Serve the product on a free port of this machine and give its address; every request uses our connection.

    Requests are answered one at a time: they share one transaction. What only stands on HTTPS is left out meanwhile.
    """
    held = connections["default"]
    held.inc_thread_sharing()
    plain = override_settings(
        ALLOWED_HOSTS=[HOST, urlsplit(settings.PUBLIC_URL).hostname or HOST],
        SECURE_SSL_REDIRECT=False,
        SECURE_HSTS_SECONDS=0,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
    )
    with plain, _kept_open():
        server = _Server((HOST, 0), _Handler, connections_override={"default": held})
        server.set_app(one_at_a_time(_product()))
        serving = Thread(target=server.serve_forever, name="parvis-exercise", daemon=True)
        serving.start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            serving.join()
            held.dec_thread_sharing()


@contextmanager
def _kept_open() -> Iterator[None]:
    """Keep Django from closing, at the ends of a request, a connection that holds a transaction."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


class _Server(ThreadedWSGIServer):
    """A server whose requests use the connection of the trial, and leave it open."""

    daemon_threads = True

    def _close_connections(self) -> None:
        """Leave the connection: what it holds is undone by who opened it."""


class _Handler(WSGIRequestHandler):
    """Answers without a word on the screen."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


def _product() -> Application:
    """Return the product; its static files come from where they are written when they were not collected."""
    application = WSGIHandler()
    collected = isinstance(staticfiles_storage, ManifestFilesMixin)
    return application if collected else StaticFilesHandler(application)


def one_at_a_time(application: Application) -> Application:
    """Return the application answering one request after the other, whole."""
    turn = RLock()

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with turn:
            response = application(environ, start_response)
            try:
                return [b"".join(response)]
            finally:
                if hasattr(response, "close"):
                    response.close()

    return answer
