"""What the platform finds out by itself: failures in a row, and gaps between the beats of its parts."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from parvis.common import clock
from parvis.outages.models import Heartbeat, Outage, OutageKind, OutageVerb, ProbeRecord
from parvis.outages.probing import FAILURES, SUCCESSES, Probe, Pulse
from parvis.outages.services.declaring import write_down

log = structlog.get_logger()


@transaction.atomic
def note_finding(*, probe: Probe, wrong: str) -> Outage | None:
    """Count what a probe found; open an outage after FAILURES in a row, end it after SUCCESSES, and return it.

    The outage starts at the first of these failures and ends at the first of these successes.
    """
    record = _record(probe.code)
    failed = bool(wrong)
    if failed != bool(record.failures) or not (record.failures or record.successes):
        record.since = clock.now()
    record.failures = record.failures + 1 if failed else 0
    record.successes = 0 if failed else record.successes + 1
    record.looked_at, record.said = clock.now(), wrong[:300]
    record.save()
    opened = _open_of(probe.code)
    if record.failures >= FAILURES and opened is None:
        return _detect(probe, record.since, None, wrong)
    if record.successes >= SUCCESSES and opened is not None:
        return _end(opened, max(record.since, opened.starts_at))
    return None


@transaction.atomic
def beat(*, pulse: Pulse, awake: timedelta | None = None) -> Outage | None:
    """Note that a part lives; when it was silent too long, the outage that its silence was is recorded and returned.

    ``awake`` is how long ago the process that beats did last, by a clock that nobody sets (``SteadyTimer``); None when
    it never did. When that is short, the part has lived, and a moment far from the last one known is a clock put
    forward or back: no outage, and what follows is counted from the clock as it is now. Without it, a clock set back
    changes nothing: the last moment known stands.
    """
    now = clock.now()
    Heartbeat.objects.bulk_create([Heartbeat(part=pulse.code, seen_at=now)], ignore_conflicts=True)
    row = Heartbeat.objects.select_for_update().get(pk=pulse.code)
    since = row.seen_at
    lived = awake is not None and awake <= pulse.silence
    if now <= since and not lived:
        return None
    row.seen_at = now
    row.save(update_fields=["seen_at"])
    if abs(now - since) <= pulse.silence or now < since:
        return None
    if lived:
        log.warning("outages.clock_put_forward", part=pulse.code, since=since.isoformat())
        return None
    return _gap(pulse, since, now)


@transaction.atomic
def end_planned_outages() -> int:
    """End the maintenances whose announced end has come, and return how many: nobody has to think of it."""
    over = Outage.objects.standing().filter(
        kind=OutageKind.PLANNED, ends_at=None, expected_until__lte=clock.now()
    )
    ended = 0
    for outage in over.select_for_update(skip_locked=True).order_by("pk"):
        _end(outage, outage.expected_until or clock.now())
        ended += 1
    return ended


def _record(code: str) -> ProbeRecord:
    now = clock.now()
    fresh = ProbeRecord(probe=code, since=now, looked_at=now)
    ProbeRecord.objects.bulk_create([fresh], ignore_conflicts=True)
    return ProbeRecord.objects.select_for_update().get(pk=code)


def _gap(pulse: Pulse, since: datetime, until: datetime) -> Outage:
    """Record a silence. A probe may have seen the same failure meanwhile: then it is that outage, begun earlier."""
    opened = _open_of(pulse.code)
    if opened is None:
        return _detect(pulse, since, until, "")
    if since < opened.starts_at:
        opened.starts_at = since
        opened.settled_until = opened.settled_after = None
        opened.save(update_fields=["starts_at", "settled_until", "settled_after"])
        write_down(opened, OutageVerb.CORRECTED)
    return opened


def _open_of(code: str) -> Outage | None:
    detected = Outage.objects.standing().filter(kind=OutageKind.DETECTED, probe=code, ends_at=None)
    return detected.select_for_update().first()


def _detect(found: Probe | Pulse, since: datetime, until: datetime | None, cause: str) -> Outage:
    outage = Outage.objects.create(
        kind=OutageKind.DETECTED,
        functions=[str(function) for function in found.functions],
        probe=found.code,
        starts_at=since,
        ends_at=until,
        cause=cause,
    )
    write_down(outage, OutageVerb.DETECTED)
    return outage


def _end(outage: Outage, at: datetime) -> Outage:
    outage.ends_at = at
    outage.save(update_fields=["ends_at"])
    write_down(outage, OutageVerb.ENDED)
    return outage
