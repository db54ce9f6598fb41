"""SMS, through the providers of a body or of the platform."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver
from parvis.channels.registry import Channel, Handed, Health, Outgoing, Style, Written, channels
from parvis.channels.sms import gsm
from parvis.channels.sms.numbers import mobile

MOST_PARTS = 3
"""Parts of an SMS past which the rest is read on the follow-up page."""


@channels.register
class Sms(Channel):
    """A short text to a mobile number."""

    code, label = "sms", gettext_lazy("SMS")

    def draw(self, written: Written, style: Style) -> tuple[str, str]:
        """Return the whole text when it is short, else what it is about and where to read it."""
        head = f"{style.body} : " if style.body else ""
        whole = gsm.spared(f"{head}{written.short or written.text}")
        if gsm.size(whole).parts <= MOST_PARTS:
            return "", whole
        said = gsm.spared(f"{head}{written.subject}. {written.link}".strip())
        return "", gsm.cut(said, MOST_PARTS)

    def ready(self) -> bool:
        """The demonstration never sends."""
        return not settings.DEMONSTRATION

    def send(self, message: Outgoing) -> Handed:
        """Refuse: an SMS leaves by a provider only. Raises CannotDeliver."""
        raise CannotDeliver("no_provider" if mobile(message.recipient) else "bad_number")

    def check(self) -> Health:
        """Say that providers are checked one by one."""
        if not self.ready():
            return Health(True, _("Démonstration : les SMS sont gardés et montrés, pas envoyés."))
        return Health(True, _("Les SMS partent par les prestataires enregistrés."))
