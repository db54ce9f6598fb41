"""Other Parvis with which demands are exchanged.

    peers set normandie --name "Guichet de Normandie" --address https://guichet.normandie.example
    peers bodies normandie "rouen=Ville de Rouen" "le-havre=Ville du Havre"
    peers key normandie 2026-a --secret-name NORMANDIE_A            # both sides name it alike, and hold one secret
    peers key normandie 2026-b --secret-name NORMANDIE_B --others-days 7     # the former is taken a week more
    peers check normandie                                    # is it reached, does it know our key, is its clock ours
    peers list --json

Secrets are in PARVIS_WEB_SERVICE_SECRETS (NORMANDIE_A=…,NORMANDIE_B=…), never in the database.
"""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.cases.models import Peer

HELP = "set, list and give keys to the other Parvis that demands are exchanged with"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the five gestures."""
    gestures = parser.add_subparsers(dest="gesture", required=True)
    gestures.add_parser("list", help="every other Parvis, its bodies and its keys")
    chosen = gestures.add_parser("set", help="know another Parvis, or change where it is")
    chosen.add_argument("code")
    chosen.add_argument("--name", required=True)
    chosen.add_argument("--address", required=True, metavar="URL")
    chosen.add_argument("--inactive", action="store_true", help="take nothing from it, send it nothing")
    bodies = gestures.add_parser("bodies", help="say which bodies are over there")
    bodies.add_argument("code")
    bodies.add_argument("bodies", nargs="*", metavar="SLUG=NAME")
    check = gestures.add_parser("check", help="call it, signed, and tell what it answers; nothing is sent")
    check.add_argument("code")
    key = gestures.add_parser("key", help="sign with a new key from now on")
    key.add_argument("code")
    key.add_argument("key_id")
    key.add_argument("--secret-name", required=True, metavar="NAME")
    key.add_argument("--others-days", type=float, help="days for which the former keys are still taken")


def run(options: argparse.Namespace, out: Output) -> None:
    """Do one of the five gestures."""
    gestures = {"list": _list, "set": _set, "bodies": _bodies, "key": _key, "check": _check}
    gestures[options.gesture](options, out)


def _list(_options: argparse.Namespace, out: Output) -> None:
    from parvis.cases.models import Peer

    told = [_told(peer) for peer in Peer.objects.prefetch_related("bodies", "keys")]
    lines = [" ".join(f"{name}={value}" for name, value in one.items()) for one in told]
    out.result({"peers": told}, "\n".join(lines) or "no other Parvis")


def _set(options: argparse.Namespace, out: Output) -> None:
    from parvis.cases.services.peers import set_peer

    if not options.address.startswith(("https://", "http://")):
        raise CommandError("--address begins with https://")
    made = set_peer(
        code=options.code, name=options.name, address=options.address, is_active=not options.inactive
    )
    out.result(_told(made), f"{made.name} is known")


def _bodies(options: argparse.Namespace, out: Output) -> None:
    from parvis.cases.services.peers import set_bodies

    pairs = [each.partition("=") for each in options.bodies]
    if not all(sign for _slug, sign, _name in pairs):
        raise CommandError("bodies are given as SLUG=NAME")
    peer = _peer(options.code)
    set_bodies(peer=peer, bodies=[(slug, name) for slug, _sign, name in pairs])
    out.result(_told(peer), f"{len(pairs)} bodies are there")


def _check(options: argparse.Namespace, out: Output) -> None:
    from parvis.cases.action_kinds import ActionFailed
    from parvis.cases.services.peer_sending import try_peer

    peer = _peer(options.code)
    try:
        try_peer(peer)
    except ActionFailed as failed:
        raise CommandError(f"{peer.address}: {failed}") from None
    out.result(_told(peer), f"{peer.name} answers and knows our key")


def _key(options: argparse.Namespace, out: Output) -> None:
    from django.conf import settings

    from parvis.cases.services.peers import add_key
    from parvis.common import clock

    if not settings.WEB_SERVICE_SECRETS.get(options.secret_name):
        raise CommandError(f"PARVIS_WEB_SERVICE_SECRETS holds no secret called {options.secret_name}")
    days = options.others_days
    until = clock.now() + timedelta(days=days) if days is not None else None
    peer = _peer(options.code)
    add_key(peer=peer, key_id=options.key_id, secret_name=options.secret_name, others_until=until)
    out.result(_told(peer), f"{options.key_id} signs from now on")


def _peer(code: str) -> "Peer":
    from parvis.cases.models import Peer

    found = Peer.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"no other Parvis is called {code!r}")
    return found


def _told(peer: "Peer") -> dict[str, Any]:
    return {
        "code": peer.code,
        "name": peer.name,
        "address": peer.address,
        "active": peer.is_active,
        "bodies": {body.slug: body.name for body in peer.bodies.all()},
        "keys": [
            {"key": key.key_id, "until": key.until.isoformat() if key.until else None}
            for key in peer.keys.all()
        ],
    }
