"""Run the whole product on this machine, with sample data: database, web and worker in one command.

Everything stays in one folder (var/ by default) and comes back at the next start. Ctrl-C stops it all.
Addresses answer on this machine only: the demonstration lets anyone sign in as anyone.
"""

import argparse
import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from config.commands.load_demonstration import MARK, is_current, sample_accounts
from config.console import CommandError, Output
from config.console.database import name_addresses
from config.embedded import EmbeddedPostgres, home_of
from config.embedded.home import make_passage
from config.supervision import Watch, port_is_free, stop_on_signals

HELP = "run the whole product on this machine, with sample data"
DATABASE = False
OURS = ("files", "static", "log", "secret-key", MARK)  # what --fresh removes, and nothing else
DEFAULT_PORT = 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare port, folder and region."""
    parser.add_argument(
        "--port", type=int, help=f"port of the pages (default: the first free from {DEFAULT_PORT})"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (default: var/)")
    parser.add_argument("--region", metavar="CODE", help="INSEE code of the region (default: 28, Normandie)")
    parser.add_argument("--fresh", action="store_true", help="start over: erase the data of the folder first")


def run(options: argparse.Namespace, out: Output) -> None:
    """Start everything, watch over it, stop it in order."""
    began = time.monotonic()
    data = _data_folder(options.data)
    os.environ |= {"PARVIS_DATA_DIR": str(data), "PARVIS_DEMO": "1"}
    server = _database(data, out, fresh=options.fresh)
    port = _port(options.port, out)
    os.environ.setdefault("PARVIS_PUBLIC_URL", f"http://127.0.0.1:{port}")
    watch, chosen = Watch(server, log=data / "log", say=out.say), False
    try:
        with stop_on_signals():
            watch.start_database()
            if server is None or not is_current(data / MARK, options.region):
                watch.run_once(
                    "load-demonstration", *(["--region", options.region] if options.region else [])
                )
            watch.add("web", "serve", "--port", str(port))
            watch.wait_until_served(port)
            # Orphaned, it has no database to say goodbye to, and its jobs will be taken up again.
            watch.add("worker", "worker", if_orphaned=signal.SIGKILL)
            _welcome(data, time.monotonic() - began, out)
            watch.forever()
    except KeyboardInterrupt:
        out.say("\nStopping…")
        chosen = True
    finally:
        watch.stop(last=forget_beats if chosen else None)
    out.say(f"Stopped. Your data stays in {data}")


def forget_beats() -> None:
    """Forget when the parts last lived: a stop that someone chose is no outage to find at the next start."""
    address = os.environ.get("PARVIS_OWNER_DATABASE_URL") or os.environ["PARVIS_DATABASE_URL"]
    with suppress(psycopg.Error), psycopg.connect(address, connect_timeout=5) as connection:
        connection.execute("DELETE FROM outages_heartbeat")


def _data_folder(chosen: Path | None) -> Path:
    default = os.environ.get("PARVIS_DATA_DIR") or Path(__file__).resolve().parents[2] / "var"
    data = Path(chosen or default).absolute()
    try:
        make_passage(data)
    except OSError as error:
        raise CommandError(f"{data} cannot be made ({error.strerror}): choose a folder with --data") from None
    if not os.access(data, os.W_OK | os.X_OK):
        raise CommandError(f"{data} cannot be written: choose a folder with --data")
    return data


def _database(data: Path, out: Output, *, fresh: bool) -> EmbeddedPostgres | None:
    """Return the embedded database, or None when an own one is named; erase first what --fresh erases."""
    if os.environ.get("PARVIS_DATABASE_URL"):
        if fresh:
            raise CommandError("--fresh erases only the embedded database: unset PARVIS_DATABASE_URL first")
        return None
    home = home_of(data)
    if home.parent != data:
        out.say(f"{data} is closed to the account of PostgreSQL: its database goes to {home}")
    server = EmbeddedPostgres(home, report=out.say)
    if server.held():
        raise CommandError(f"a demonstration already runs on {data}: stop it first, or choose another --data")
    if fresh:
        _erase(data, home)
    name_addresses(server)
    return server


def _erase(data: Path, home: Path) -> None:
    for path in [home, *(data / name for name in OURS)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _port(chosen: int | None, out: Output) -> int:
    if chosen is not None:
        if not port_is_free(chosen):
            raise CommandError(f"port {chosen} is not free: choose another with --port")
        return chosen
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 100):
        if port_is_free(port):
            if port != DEFAULT_PORT:
                out.say(f"Port {DEFAULT_PORT} is not free: using {port}")
            return port
    raise CommandError(f"no free port from {DEFAULT_PORT}: choose one with --port")


def _welcome(data: Path, seconds: float, out: Output) -> None:
    address = os.environ["PARVIS_PUBLIC_URL"]
    accounts = "".join(f"    {line}\n" for line in sample_accounts(data / MARK))
    out.say(
        f"""
Parvis runs ({seconds:.1f} s).

  Residents         {address}/
  Agents            {address}/bureau/
  Sign in as anyone {address}/demo/
  Messages sent     {address}/demo/messages/
  API               {address}/api/v1/docs

  Some of the sample accounts, each one click away on {address}/demo/
{accounts}
Data and logs: {data}
Ctrl-C stops everything."""
    )
