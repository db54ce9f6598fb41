"""Serve the pages and the API over HTTP with Granian. Any WSGI server can replace it: config.wsgi:application.

Run "migrate" before. Static files are served too, so that no other server is needed; a reverse proxy adds TLS.
"""

import argparse
import os

from config.console import Output
from config.console.database import reached

HELP = "serve the pages and the API over HTTP"
DATABASE = False  # this process only watches over the workers, which load Django themselves


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where and how widely to serve."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default: 2)")
    parser.add_argument("--threads", type=int, default=4, metavar="N", help="threads a process (default: 4)")


def run(options: argparse.Namespace, out: Output) -> None:
    """Serve until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["PARVIS_LISTEN"] = options.host  # the demonstration's pages exist on a loopback address only
    with reached(out.say):
        Granian(
            "config.wsgi:application",
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers,
            blocking_threads=options.threads,
            backpressure=512,  # counts connections, not requests: low values starve browsers that keep theirs
            respawn_failed_workers=True,
            respawn_interval=0.5,
            workers_kill_timeout=10,
            log_level=LogLevels.warning,
            log_access=False,  # addresses of pages carry follow-up secrets
        ).serve()
