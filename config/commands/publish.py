"""Check a procedure's definition and publish it for a body; or publish one that comes with the product.

Everything wrong is listed, with its place in the document. Publishing again what is published changes nothing; a
changed definition becomes the next version, and cases under way keep theirs. See docs/guides/builder.md.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from config.console import CommandError, Output

HELP = "check a procedure's definition and publish it for a body"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the definition and the body."""
    parser.add_argument(
        "definition", help="a JSON file, or the code of a procedure that comes with the product"
    )
    parser.add_argument(
        "--body",
        metavar="SLUG",
        help="name of the body in addresses: « rouen » for /rouen/ (not with --check)",
    )
    parser.add_argument("--check", action="store_true", help="only say what is wrong; publish nothing")


def run(options: argparse.Namespace, out: Output) -> int:
    """Check, then publish."""
    from parvis.catalogue.forms.lint import errors, lint

    definition = read_definition(options.definition)
    remarks = lint(definition)
    rows = [
        {"level": str(one.level), "pointer": one.pointer, "place": one.place, "message": one.message}
        for one in remarks
    ]
    text = "\n".join(
        f"{one.level:<10}  {one.place} : {one.message}  ({one.pointer or '/'})" for one in remarks
    )
    wrong = bool(errors(remarks))
    if options.check or wrong:
        out.result(rows, text or "Nothing to put right.")
        return 1 if wrong else 0
    if text:
        out.say(text)
    _publish(options.body, definition, out)
    return 0


def _publish(slug: str | None, definition: dict[str, Any], out: Output) -> None:
    from django.db import transaction

    from config.structure import body_named
    from parvis.catalogue.services.publication import import_definition, publish_version

    if not slug:
        raise CommandError("say for which body: --body rouen")
    with transaction.atomic():
        version = import_definition(organisation=body_named(slug), definition=definition)
        publish_version(version=version)
    facts = {"body": slug, "code": definition["code"], "version": version.number}
    out.result(facts, f"{definition['code']} is published for {slug}, version {version.number}.")


def read_definition(named: str) -> dict[str, Any]:
    """Return the document of a file, or that of the library. Raises CommandError, OSError."""
    from parvis.catalogue.services.library import library

    if named in library():
        return library()[named]
    path = Path(named)
    if path.suffix != ".json":
        codes = ", ".join(library())
        raise CommandError(f"{named} is neither a .json file nor a procedure of the product ({codes})")
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise CommandError(f"{path} is not a JSON object: {error}") from None
