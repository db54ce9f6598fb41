"""Looking at everything the platform stands on, once a minute."""

import structlog

from parvis.outages.probing import Probe, probes
from parvis.outages.pulses import WORKER
from parvis.outages.services.detecting import beat, end_planned_outages, note_finding
from parvis.outages.steady import SteadyTimer

log = structlog.get_logger()
_beaten = SteadyTimer()
"""Since this process last noted that the worker lives."""


def watch() -> None:
    """Note that the worker lives, look through every probe, end the maintenances that are over.

    Each finding is its own transaction; a probe is asked outside of any, for it may wait for an outside system.
    """
    beat(pulse=WORKER, awake=_beaten.elapsed())
    _beaten.note()
    for probe in probes:
        if probe.is_used():
            note_finding(probe=probe, wrong=_look(probe))
    end_planned_outages()


def _look(probe: Probe) -> str:
    try:
        return probe.look()
    except Exception as error:  # noqa: BLE001 - one probe that breaks is a failure found, and must not hide the others
        log.warning("outages.probe_broke", probe=probe.code, kind=type(error).__name__)
        return f"{type(error).__name__}: {error}"
