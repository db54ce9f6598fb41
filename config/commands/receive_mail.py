"""Take in e-mails, and tell what became of each.

One mail on standard input, as a mail server pipes it; or with --maildir every mail of a folder (a Maildir, or files).
Each is kept whole first, then read and sorted: new demand, answer to a demand, bounce, automatic answer, loop,
duplicate, or kept for triage. Taking the same mails again adds nothing. See docs/guides/mail.md for the line to write
in a mail server's configuration.

Exit code 75 (« try again later », sysexits.h) when a mail could not be kept: the mail server then holds it.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.channels.models import InboundMail

HELP = "take in e-mails from a mail server, a file or a folder"
RESULT = True
TRY_AGAIN = 75


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the envelope, and where the mails are."""
    parser.add_argument(
        "--to", action="append", default=[], metavar="ADDRESS", help="to whom it was sent (the envelope)"
    )
    parser.add_argument(
        "--from", dest="sender", metavar="ADDRESS", help="by whom it was sent (the envelope; empty for <>)"
    )
    parser.add_argument("--maildir", type=Path, metavar="DIR", help="take every mail of a folder")


def run(options: argparse.Namespace, out: Output) -> int:
    """Keep each mail, sort it, tell."""
    from django.db import DatabaseError

    told: list[dict[str, Any]] = []
    unkept = 0
    for rank, (source, raw) in enumerate(_mails(options.maildir), start=1):
        try:
            told.append({"source": source, **_take(raw, options)})
        except (
            OSError,
            DatabaseError,
        ) as trouble:  # a full disk, a base away: whoever brings the mail holds it
            unkept += 1
            out.say(f"{source}: not kept ({type(trouble).__name__})")
        out.progress(rank, None, "mails")
    out.result(told, "\n".join(_line(one) for one in told) or "no mail")
    return TRY_AGAIN if unkept else 0


def _mails(folder: Path | None) -> Iterator[tuple[str, bytes]]:
    if folder is None:
        yield "-", sys.stdin.buffer.read()
        return
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder")
    inside = [folder / name for name in ("new", "cur") if (folder / name).is_dir()] or [folder]
    for place in inside:
        for path in sorted(place.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(folder)), path.read_bytes()


def _take(raw: bytes, options: argparse.Namespace) -> dict[str, Any]:
    from parvis.cases.services.mail_in import set_aside, sort_mail
    from parvis.channels.services.receive import Kept, keep_mail

    coming = Kept(envelope_from=options.sender, envelope_to=tuple(options.to), at_once=True)
    mail = keep_mail(raw=raw, coming=coming)
    try:
        mail = sort_mail(mail_id=mail.pk, begun=True)
    except Exception as trouble:  # noqa: BLE001 - one mail that breaks must not stop the others; it is kept and shown
        mail = set_aside(mail_id=mail.pk, reason=f"error_{type(trouble).__name__}")
    return _told(mail)


def _told(mail: "InboundMail") -> dict[str, Any]:
    from django.db import transaction

    from parvis.cases.queries import numbers_of

    with transaction.atomic():
        numbers = numbers_of([mail.about]) if mail.about else {}
    number = numbers.get(mail.about) if mail.about else None
    return {
        "mail": str(mail.pk),
        "fate": str(mail.fate),
        "reason": mail.reason,
        "case": number,
        "state": str(mail.state),
    }


def _line(told: dict[str, Any]) -> str:
    why = f" ({told['reason']})" if told["reason"] else ""
    return f"{told['source']}: {told['fate']}{why}{' ' + told['case'] if told['case'] else ''}"
