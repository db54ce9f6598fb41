"""Addresses at which bodies receive e-mail, and boxes that are read by IMAP: list, set, read.

    mailboxes list
    mailboxes address mairie@exemple.fr --body ville [--team "Voirie"] [--procedure contact] [--retire]
    mailboxes box "Mairie" --body ville --host imap.exemple.fr --login mairie --address mairie@exemple.fr
    mailboxes read [ID…]

The password of a box comes from the environment (--secret-name MAIRIE reads PARVIS_MAIL_SECRET_MAIRIE at each
reading), or from standard input with --password-stdin, and is then kept encrypted. It is never shown. A worker reads
every box each minute; « read » does it at once and tells.
"""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output
from config.console.named import body_named, team_named

if TYPE_CHECKING:
    from parvis.channels.models import MailAddress, Mailbox
    from parvis.organisations.models import Organisation

HELP = "set, list and read the addresses and boxes at which bodies receive e-mail"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the four gestures."""
    gestures = parser.add_subparsers(dest="gesture", required=True)
    gestures.add_parser("list", help="every address and box, and how each fares")
    address = gestures.add_parser("address", help="receive at an address, or stop")
    address.add_argument("address")
    address.add_argument("--body", required=True, metavar="SLUG")
    address.add_argument("--team", metavar="NAME", help="the service that takes what comes there")
    address.add_argument("--procedure", default="contact", metavar="CODE")
    address.add_argument("--retire", action="store_true", help="stop receiving there")
    box = gestures.add_parser("box", help="have a box read")
    box.add_argument("name")
    box.add_argument("--body", required=True, metavar="SLUG")
    box.add_argument("--host", required=True)
    box.add_argument("--port", type=int, default=993)
    box.add_argument("--security", choices=("tls", "starttls", "none"), default="tls")
    box.add_argument("--login", required=True)
    box.add_argument("--secret-name", default="", metavar="NAME")
    box.add_argument("--password-stdin", action="store_true")
    box.add_argument("--folder", default="INBOX")
    box.add_argument("--afterwards", choices=("leave", "move", "delete"), default="leave")
    box.add_argument("--moved-to", default="", metavar="FOLDER")
    box.add_argument("--address", metavar="ADDRESS", help="for mails that name none of our addresses")
    read = gestures.add_parser("read", help="read boxes now")
    read.add_argument("ids", nargs="*", type=int)


def run(options: argparse.Namespace, out: Output) -> None:
    """Do one of the four gestures."""
    {"list": _list, "address": _address, "box": _box, "read": _read}[options.gesture](options, out)


def _list(_options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.queries import mail_addresses, mailboxes

    addresses = [_told_address(one) for one in mail_addresses()]
    boxes = [_told_box(one) for one in mailboxes()]
    lines = [" ".join(f"{key}={value}" for key, value in one.items()) for one in [*addresses, *boxes]]
    out.result({"addresses": addresses, "boxes": boxes}, "\n".join(lines) or "no address, no box")


def _address(options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.services.boxes import retire_address, set_address
    from parvis.common.errors import Invalid

    body = body_named(options.body)
    try:
        address = set_address(
            organisation=body,
            address=options.address,
            team=team_named(body, options.team),
            procedure_code=options.procedure if options.retire else _procedure(body, options.procedure),
        )
    except Invalid as refusal:
        raise CommandError(" ".join(said for told in refusal.errors.values() for said in told)) from None
    if options.retire:
        retire_address(address_id=address.pk, organisation_id=body.pk)
        address.is_active = False
    told = _told_address(address)
    out.result(told, f"{told['address']}: {told['procedure']}, {told['team'] or body.name}")


def _box(options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.queries import address_among
    from parvis.channels.services.boxes import BoxSettings, set_mailbox

    default = address_among([options.address]) if options.address else None
    if options.address and default is None:
        raise CommandError(f"nobody receives at {options.address}: set the address first")
    names = ("name", "host", "port", "security", "login", "secret_name", "folder", "afterwards", "moved_to")
    given: dict[str, Any] = {name: getattr(options, name) for name in names}
    if options.password_stdin:
        given["password"] = sys.stdin.readline().rstrip("\n")
    box = set_mailbox(
        organisation=body_named(options.body), box=BoxSettings(**given, default_address=default)
    )
    out.result(_told_box(box), f"box {box.pk}: {box.name}")


def _read(options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.queries import mailboxes
    from parvis.channels.services.boxes import read_mailbox

    keys = options.ids or [box.pk for box in mailboxes() if box.is_active]
    kept = {key: read_mailbox(mailbox_id=key) for key in keys}
    boxes = [{**_told_box(box), "kept": kept[box.pk]} for box in mailboxes() if box.pk in kept]
    out.result(boxes, "\n".join(f"{one['name']}: {one['kept']} kept {one['error']}" for one in boxes))


def _procedure(body: "Organisation", code: str) -> str:
    from parvis.catalogue.queries import offered_version
    from parvis.common.errors import NotFound

    try:
        offered_version(body, code, internal=None)
    except NotFound:
        raise CommandError(f"{body.name} offers no procedure called {code}") from None
    return code


def _told_address(address: "MailAddress") -> dict[str, Any]:
    return {
        "address": address.address,
        "body": address.organisation.slug,
        "team": address.team.name if address.team else None,
        "procedure": address.procedure_code,
        "active": address.is_active,
    }


def _told_box(box: "Mailbox") -> dict[str, Any]:
    return {
        "box": box.pk,
        "name": box.name,
        "host": box.host,
        "login": box.login,
        "folder": box.folder,
        "read_at": box.read_at.isoformat() if box.read_at else None,
        "failures": box.failures,
        "error": box.last_error,
        "active": box.is_active,
    }
