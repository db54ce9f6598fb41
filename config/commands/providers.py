"""Providers that carry messages out: SMS, mail servers, printing and posting.

    providers list
    providers set "OVH" --transport sms_ovh --set service=sms-ab1-1 --set application_key=… --secret-name OVH
    providers check

The secret comes from the environment (--secret-name OVH reads PARVIS_PROVIDER_SECRET_OVH at each sending), or from
standard input with --secret-stdin, and is then kept encrypted. It is never shown.
"""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.channels.models import Provider

HELP = "set, list and check the providers that carry messages"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three gestures."""
    gestures = parser.add_subparsers(dest="gesture", required=True)
    gestures.add_parser("list", help="every provider, how it fares, and where it calls back")
    gestures.add_parser("check", help="try each without sending anything")
    chosen = gestures.add_parser("set", help="have a provider carry messages, or change how")
    chosen.add_argument("name")
    chosen.add_argument("--transport", required=True, help="sms_http, sms_ovh, sms_octopush, smtp…")
    chosen.add_argument("--body", metavar="SLUG", help="the body it serves; all of them when not said")
    chosen.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="settings")
    chosen.add_argument("--priority", type=int, default=1, help="1 is tried first")
    chosen.add_argument("--secret-name", default="", metavar="NAME")
    chosen.add_argument("--secret-stdin", action="store_true")


def run(options: argparse.Namespace, out: Output) -> None:
    """Do one of the three gestures."""
    {"list": _list, "set": _set, "check": _check}[options.gesture](options, out)


def _list(_options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.queries import providers

    told = [_told(one) for one in providers()]
    lines = [" ".join(f"{key}={value}" for key, value in one.items()) for one in told]
    out.result({"providers": told}, "\n".join(lines) or "no provider")


def _set(options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.services.providers import set_provider
    from parvis.common.errors import Invalid, NotFound
    from parvis.organisations.queries import organisation_by_slug

    pairs = [each.partition("=") for each in options.settings]
    if not all(sign for _name, sign, _value in pairs):
        raise CommandError("--set takes NAME=VALUE")
    try:
        made = set_provider(
            name=options.name,
            transport=options.transport,
            organisation=organisation_by_slug(options.body) if options.body else None,
            settings={name: value for name, _sign, value in pairs},
            secret=sys.stdin.readline().strip() if options.secret_stdin else "",
            secret_name=options.secret_name,
            priority=options.priority,
        )
    except NotFound:
        raise CommandError("no such transport or body") from None
    except Invalid as refusal:
        raise CommandError(" ".join(text for texts in refusal.errors.values() for text in texts)) from None
    told = _told(made)
    out.result(told, f"set {made.name}: it calls back at {told['callback']}")


def _check(_options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.errors import SecretUnreadable
    from parvis.channels.queries import providers
    from parvis.channels.services.providers import check_provider

    found = []
    for one in providers():
        try:
            health = check_provider(one)
            found.append({"name": one.name, "ok": health.ok, "sentence": health.sentence})
        except SecretUnreadable as unreadable:
            found.append({"name": one.name, "ok": False, "sentence": str(unreadable)})
    lines = [f"{one['name']}: {one['sentence']}" for one in found]
    out.result({"providers": found}, "\n".join(lines) or "no provider")


def _told(one: "Provider") -> dict[str, Any]:
    from parvis.channels.services.providers import callback_of

    return {
        "name": one.name,
        "body": one.organisation.slug if one.organisation else "",
        "channel": one.channel,
        "transport": one.transport,
        "priority": one.priority,
        "is_active": one.is_active,
        "failures": one.failures,
        "last_error": one.last_error,
        "callback": callback_of(one.pk),
    }
