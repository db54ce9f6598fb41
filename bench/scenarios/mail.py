"""E-mails taken in: kept, read, sorted, made cases."""

import secrets
import time
from email.message import EmailMessage

from bench import forms
from bench.measures import Measure, spread
from bench.run import Bench, as_system, scenario

TIMES, WARM = 300, 40
ADDRESS = "mairie@commune-0.invalid"


@scenario("mail")
def taken_in(bench: Bench) -> list[Measure]:
    """Mails of 10 kB from as many people, one worker: each kept, read, and made a case with its receipt queued."""
    _receive()
    for _ in range(WARM):
        _take()
    began, database, own = time.perf_counter(), bench.stage.cpu_ms(), time.process_time()
    walls = [_take() for _ in range(TIMES)]
    lasted = time.perf_counter() - began
    cpu = (bench.stage.cpu_ms() - database + (time.process_time() - own) * 1000) / TIMES
    return [
        Measure("mail", "rate", TIMES / lasted, "per s", bench.cases),
        Measure("mail", "rate_per_core", 1000 / cpu, "per s", bench.cases),
        Measure("mail", "cpu_ms", cpu, "ms", bench.cases),
        *spread("mail", walls, bench.cases),
    ]


def _receive() -> None:
    from parvis.channels.services.boxes import set_address
    from parvis.organisations.models import Organisation

    with as_system():
        body = Organisation.objects.get(slug="commune-0")
        set_address(organisation=body, address=ADDRESS, procedure_code=forms.SIMPLE)


def _take() -> float:
    """Take one mail in; return the wait in milliseconds."""
    from parvis.cases.services.mail_in import sort_mail
    from parvis.channels.services.receive import Kept, keep_mail

    raw = _mail()
    began = time.perf_counter()
    kept = keep_mail(raw=raw, coming=Kept(at_once=True))
    mail = sort_mail(mail_id=kept.pk, begun=True)
    lasted = (time.perf_counter() - began) * 1000
    if mail.fate != "new_case":
        raise RuntimeError(f"a mail became {mail.fate} ({mail.reason})")
    return lasted


def _mail() -> bytes:
    """Return a mail of about 10 kB, in text and HTML, as a reader on the web writes it."""
    mark = secrets.token_hex(8)
    mail = EmailMessage()
    mail["From"] = f"Aude Vasseur <aude.{mark}@exemple.invalid>"
    mail["To"], mail["Subject"] = ADDRESS, "Le lampadaire devant l’école"
    mail["Message-ID"], mail["Date"] = f"<{mark}@exemple.invalid>", "Sat, 21 Nov 2026 10:00:00 +0100"
    lines = [f"Le lampadaire clignote depuis lundi, et s’éteint dès qu’il pleut ({mark})."] * 45
    mail.set_content("\n".join(lines))
    mail.add_alternative("".join(f"<p>{line}</p>" for line in lines), subtype="html")
    return mail.as_bytes()
