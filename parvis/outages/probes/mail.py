"""The transports of messages."""

from django.utils.translation import gettext_lazy as _

from parvis.channels.registry import channels
from parvis.outages.models import Function
from parvis.outages.probing import Probe, probes


@probes.register
class Mail(Probe):
    """Tries each transport that is set up, without sending anything."""

    code, label = "mail", _("l’envoi des e-mails")
    functions = (Function.MESSAGES,)

    def is_used(self) -> bool:
        """Say whether messages leave for real."""
        return any(channel.ready() for channel in channels)

    def look(self) -> str:
        """Return what the transports say, "" when all answer."""
        found = [channel.check() for channel in channels if channel.ready()]
        return " ".join(str(health.sentence) for health in found if not health.ok)
