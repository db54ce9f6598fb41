"""An antivirus that speaks the protocol of clamd on a socket, and knows one signature."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.documents.files import EICAR


class _Daemon(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.readline().strip()
        if command == b"nVERSION":
            self.wfile.write(b"ClamAV 1.4.6/27000/Sat Nov 21 2026\n")
        elif command == b"nINSTREAM":
            content = b""
            while size := int.from_bytes(self.rfile.read(4)):
                content += self.rfile.read(size)
            self.wfile.write(b"stream: Eicar-Signature FOUND\n" if EICAR in content else b"stream: OK\n")


@contextmanager
def running_antivirus(folder: Path) -> Iterator[str]:
    """Run it on a Unix socket in a folder, and give the socket's path."""
    path = str(folder / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(path, _Daemon) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield path
        finally:
            server.shutdown()
            thread.join()
