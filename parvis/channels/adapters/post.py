"""Letters on paper: printed by the body in batches, unless a provider prints and posts them."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver
from parvis.channels.models import MessageState
from parvis.channels.post.address import refused
from parvis.channels.registry import Channel, Handed, Health, Outgoing, Style, Written, channels


@channels.register
class Post(Channel):
    """A letter to a postal address."""

    code, label = "post", gettext_lazy("courrier")
    electronic = False
    by_hand = True

    def draw(self, written: Written, style: Style) -> tuple[str, str]:  # noqa: ARG002 - the letter draws its own
        """Return the object and the text of the letter, which the room that writes has drawn as PDF."""
        return written.subject, written.text

    def ready(self) -> bool:
        """The demonstration hands nothing to outside services."""
        return not settings.DEMONSTRATION

    def send(self, message: Outgoing) -> Handed:
        """Put a letter among those to print. Raises CannotDeliver when its address reaches nobody."""
        reason = refused(message.recipient)
        if reason:
            raise CannotDeliver(reason)
        return Handed(MessageState.TO_PRINT)

    def check(self) -> Health:
        """Say who prints."""
        return Health(True, _("Les lettres attendent d’être imprimées, ou partent par un prestataire."))
