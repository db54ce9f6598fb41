"""Who may see a mail: the teams that sort it, then whoever sees what it was sorted into (row security says it too)."""

from uuid import UUID

from parvis.channels.errors import LetterNotFound, MailNotFound
from parvis.channels.models import InboundLetter, InboundMail, Mailbox, PhoneCall, PostPile
from parvis.common.errors import NotFound


def get_mail(mail_id: UUID, *, lock: bool = False) -> InboundMail:
    """Return a mail that the current actor sees. Raises MailNotFound.

    With ``lock``, nobody else sorts it until the end of the transaction.
    """
    mails = (
        InboundMail.objects.select_for_update(of=("self",))
        if lock
        else InboundMail.objects.select_related("organisation", "address__team", "mailbox")
    )
    try:
        return mails.get(pk=mail_id)
    except InboundMail.DoesNotExist:
        raise MailNotFound from None


def get_pile(pile_id: UUID, *, lock: bool = False) -> PostPile:
    """Return a scan of post that the current actor sees. Raises LetterNotFound."""
    piles = PostPile.objects.select_for_update(of=("self",)) if lock else PostPile.objects.all()
    try:
        return piles.select_related("organisation").get(pk=pile_id)
    except PostPile.DoesNotExist:
        raise LetterNotFound from None


def get_letter(letter_id: UUID, *, lock: bool = False) -> InboundLetter:
    """Return a letter that the current actor sees. Raises LetterNotFound.

    With ``lock``, nobody else sorts it until the end of the transaction.
    """
    letters = InboundLetter.objects.select_for_update(of=("self",)) if lock else InboundLetter.objects.all()
    try:
        return letters.select_related("organisation").get(pk=letter_id)
    except InboundLetter.DoesNotExist:
        raise LetterNotFound from None


def get_mailbox(mailbox_id: int, *, lock: bool = False) -> Mailbox:
    """Return a mailbox. Raises NotFound."""
    boxes = Mailbox.objects.select_for_update(of=("self",)) if lock else Mailbox.objects.all()
    try:
        return boxes.get(pk=mailbox_id)
    except Mailbox.DoesNotExist:
        raise NotFound from None


def get_call(call_id: UUID, *, lock: bool = False) -> PhoneCall:
    """Return a call that the current actor sees. Raises NotFound."""
    calls = PhoneCall.objects.select_for_update(of=("self",)) if lock else PhoneCall.objects.all()
    try:
        return calls.select_related("organisation", "agent").get(pk=call_id)
    except PhoneCall.DoesNotExist:
        raise NotFound from None
