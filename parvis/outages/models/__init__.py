"""Models of the outages room."""

from parvis.outages.models.failed_attempt import FailedAttempt, Gesture, ToldBy
from parvis.outages.models.heartbeat import Heartbeat, ProbeRecord
from parvis.outages.models.outage import (
    STOPS_DEPOSITS,
    STOPS_PERSONS,
    Function,
    Outage,
    OutageEvent,
    OutageKind,
    OutageVerb,
)

__all__ = [
    "STOPS_DEPOSITS",
    "STOPS_PERSONS",
    "FailedAttempt",
    "Function",
    "Gesture",
    "Heartbeat",
    "Outage",
    "OutageEvent",
    "OutageKind",
    "OutageVerb",
    "ProbeRecord",
    "ToldBy",
]
