"""Servers that tests start on the loopback."""

import socket
import subprocess
import time
from pathlib import Path


def await_server(name: str, port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until a server listens on its port. Raises RuntimeError with its log when it stopped, or never answers."""
    for _attempt in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"{name} stopped: {log.read_text() if log.exists() else ''}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{name} does not answer")
