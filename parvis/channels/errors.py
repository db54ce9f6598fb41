"""Refusals of the channels room: the two families in which a transport may fail."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError


class DeliveryRefused(DomainError):
    """A message did not leave. ``reason`` is a short stable code: no address, no words of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason[:60]


class TryAgain(DeliveryRefused):
    """The transport is busy, full or away: the same message may leave later."""

    code, status = "try_again", 503
    message = _("Le message n’est pas parti. Un nouvel essai est prévu.")


class CannotDeliver(DeliveryRefused):
    """The message will never leave by this channel to this address: someone has to find another way."""

    code, status = "cannot_deliver", 422
    message = _("Le message ne peut pas être envoyé à cette adresse.")
