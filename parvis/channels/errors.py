"""Refusals of the channels room: the two families in which a transport may fail."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError, NotFound


class DeliveryRefused(DomainError):
    """A message did not leave. ``reason`` is a short stable code: no address, no words of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason[:60]


class TryAgain(DeliveryRefused):
    """The transport is busy, full or away: the same message may leave later."""

    code, status = "try_again", 503
    message = _("Le message n’est pas parti. Un nouvel essai est prévu.")


class Unsure(TryAgain):
    """The provider did not answer in time: it may have taken the message. No other provider is tried meanwhile."""

    code = "unsure"


class CannotDeliver(DeliveryRefused):
    """The message will never leave by this channel to this address: someone has to find another way."""

    code, status = "cannot_deliver", 422
    message = _("Le message ne peut pas être envoyé à cette adresse.")


class MailNotFound(NotFound):
    """No such mail for this actor."""

    code = "mail_not_found"
    message = _("Cet e-mail n’existe pas, ou votre service ne le voit pas.")


class MailAlreadySorted(DomainError):
    """Someone else sorted the mail first."""

    code = "mail_already_sorted"
    message = _("Cet e-mail a déjà été classé. Rien n’a été modifié.")


class LetterNotFound(NotFound):
    """No such letter, or pile, for this actor."""

    code = "letter_not_found"
    message = _("Ce courrier n’existe pas, ou votre service ne le voit pas.")


class LetterAlreadySorted(DomainError):
    """Someone else sorted the letter first."""

    code = "letter_already_sorted"
    message = _("Ce courrier a déjà été classé. Rien n’a été modifié.")


class SecretUnreadable(DomainError):
    """The password of a mailbox cannot be read: the product's secret key has changed, or a variable is missing."""

    code = "secret_unreadable"
    message = _("Le mot de passe de cette boîte ne peut pas être lu. Saisissez-le à nouveau.")


class BoxUnreachable(DomainError):
    """A mailbox did not answer, or refused. ``reason`` is a short stable code."""

    code, status = "box_unreachable", 503
    message = _("La boîte e-mail ne répond pas. Un nouvel essai est prévu.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason[:60]
