"""Print the address of the database, for psql and other tools: psql "$(bin/parvis database-url --role runtime)"."""

import argparse
import os

from config.console import Output
from config.console.database import data_dir, name_addresses
from config.embedded import EmbeddedPostgres, home_of

HELP = "print the address of the database for one of its two roles"
DATABASE = False
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the role."""
    parser.add_argument(
        "--role",
        choices=["runtime", "owner"],
        default="runtime",
        help="runtime obeys row security (default); owner migrates",
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Print the address, whether the server runs or not."""
    if not os.environ.get("PARVIS_DATABASE_URL"):
        server = EmbeddedPostgres(home_of(data_dir()))
        name_addresses(server)
        if not server.held():
            out.say("The embedded PostgreSQL does not run now: bin/demo starts it.")
    runtime = os.environ["PARVIS_DATABASE_URL"]
    owner = os.environ.get("PARVIS_OWNER_DATABASE_URL") or runtime
    url = owner if options.role == "owner" else runtime
    out.result({"role": options.role, "url": url}, url)
