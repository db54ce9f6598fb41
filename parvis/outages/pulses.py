"""The parts of the platform that tell that they live: each beats by itself, and its gaps are outages."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from parvis.outages.models import Function
from parvis.outages.probing import Pulse

WEB = Pulse("web", _("les pages"), (Function.PORTAL,), timedelta(minutes=3))
"""Beaten by a thread of each web process, every 30 seconds (``config.pulse``)."""
WORKER = Pulse(
    "worker", _("les travaux de fond"), (Function.MESSAGES, Function.DOCUMENTS), timedelta(minutes=5)
)
"""Beaten by the job ``outages.watch``, once a minute: without worker, no job runs."""
PULSES = {pulse.code: pulse for pulse in (WEB, WORKER)}
