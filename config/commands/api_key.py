"""Give another software a key to the API in the name of a body, list the keys, revoke one.

The key is printed once, and kept nowhere: hand it over at once. A revoked key stops at its next request.
"""

import argparse
from typing import TYPE_CHECKING

from config.console import CommandError, Output
from config.console.named import body_named

if TYPE_CHECKING:  # a command meets Django only once the database is reached
    from parvis.api.models import ApiKey

HELP = "create, list and revoke the keys by which other software uses the API"
RESULT = True
SCOPES = ("cases:read", "cases:create", "procedures:read")
"""What a key opens when nothing is said: a switchboard is given ``calls:write``, and that alone."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="create|list|revoke")
    create = verbs.add_parser("create", help="make a key for a body, and print it once")
    create.add_argument("body", metavar="BODY", help="name of the body in addresses: « rouen » for /rouen/")
    create.add_argument("name", metavar="NAME", help="what the key is for: name of the other software")
    create.add_argument(
        "--scope",
        action="append",
        choices=(*SCOPES, "calls:write"),
        help="what it opens (repeatable; default: all but calls:write)",
    )
    create.add_argument(
        "--rate-limit", type=int, default=600, metavar="N", help="requests a minute (default: 600)"
    )
    listing = verbs.add_parser("list", help="list keys, without their secret")
    listing.add_argument("body", nargs="?", metavar="BODY", help="only the keys of this body")
    revoke = verbs.add_parser("revoke", help="close a key at once and for good")
    revoke.add_argument("prefix", metavar="PREFIX", help="the letters between pv_ and the next _")
    for verb in (create, listing, revoke):  # after the verb as well as before it
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(options: argparse.Namespace, out: Output) -> None:
    """Do one of the three."""
    {"create": _create, "list": _list, "revoke": _revoke}[options.verb](options, out)


def _create(options: argparse.Namespace, out: Output) -> None:
    from parvis.api.models import Scope
    from parvis.api.services.keys import create_key
    from parvis.common.errors import Invalid

    try:
        key, text = create_key(
            organisation=body_named(options.body),
            name=options.name,
            scopes=[Scope(scope) for scope in options.scope or SCOPES],
            rate_limit=options.rate_limit,
        )
    except Invalid as refusal:
        raise CommandError(
            " ".join(said for said_of in refusal.errors.values() for said in said_of)
        ) from None
    out.say("Hand this key over now: it is shown this once.")
    out.result({**_as_data(key), "key": text}, text)


def _list(options: argparse.Namespace, out: Output) -> None:
    from parvis.api.models import ApiKey

    keys = ApiKey.objects.select_related("organisation").order_by("organisation__slug", "created_at")
    if options.body:
        keys = keys.filter(organisation=body_named(options.body))
    lines = [
        f"{key.prefix}  {key.organisation.slug}  {key.name}  {','.join(key.scopes)}  {key.rate_limit}/min  "
        f"used: {key.last_used_on or 'never'}{'  REVOKED' if key.revoked_at else ''}"
        for key in keys
    ]
    out.result([_as_data(key) for key in keys], "\n".join(lines) or "No key.")


def _revoke(options: argparse.Namespace, out: Output) -> None:
    from parvis.api.services.keys import revoke_key

    key = revoke_key(prefix=options.prefix.removeprefix("pv_").partition("_")[0])
    out.result(_as_data(key), f"{key.prefix} is revoked.")


def _as_data(key: "ApiKey") -> dict[str, object]:
    return {
        "prefix": key.prefix,
        "organisation": key.organisation.slug,
        "name": key.name,
        "scopes": key.scopes,
        "rate_limit": key.rate_limit,
        "created_at": key.created_at.isoformat(),
        "last_used_on": key.last_used_on.isoformat() if key.last_used_on else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }
