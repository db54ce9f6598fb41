"""Is it a receipt that says our mail was shown or deleted?"""

import re

from django.utils.translation import gettext_lazy

from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import content_of
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.models import MailFate

_SUBJECT = re.compile(
    r"^\s*(?:(?:non )?lue?|(?:not )?read|(?:un)?gelesen|le[ií]do|letto|gelezen|return receipt|read receipt|"
    r"accus[ée] de (?:lecture|r[ée]ception)|confirmation de lecture|lesebest[äa]tigung|supprim[ée]|deleted)\b",
    re.IGNORECASE,
)
_READ = re.compile(
    r"^\s*(?:votre message|your message|ihre nachricht)\b.{0,800}?(?:a [ée]t[ée] (?:lu|affich[ée]|supprim[ée])|"
    r"was (?:read|displayed|deleted)|wurde .{0,60}(?:gelesen|gel[öo]scht))|"
    r"accus[ée] de (?:r[ée]ception|lecture) (?:pour le|du|de votre) message que vous avez envoy[ée]|"
    r"this is a (?:return )?receipt for the (?:mail|message) (?:that )?you sent",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 1_500


@questions.register
class ReadReceipt(Question):
    """A message disposition notification (RFC 8098)."""

    code, label, rank = "read_receipt", gettext_lazy("accusé de lecture"), 40
    fate = MailFate.READ_RECEIPT

    def ask(self, mail: Opened, us: Us) -> str:  # noqa: ARG002 - the same for everyone
        """Recognise the standard type, and Exchange's own class of message."""
        told = mail.headers.first("content-type").lower().replace('"', "").replace(" ", "")
        if "report-type=disposition-notification" in told or "message/disposition-notification" in told:
            return "disposition"
        children = mail.message.get_payload()
        parts = children if isinstance(children, list) else []
        kinds = {getattr(part, "get_content_type", str)() for part in parts[:10]}
        if "message/disposition-notification" in kinds:
            return "disposition"
        return "words" if _says_read(mail) else ""


def _says_read(mail: Opened) -> bool:
    """Recognise the receipts that are text alone: those of Exchange to other systems, those of web mails."""
    if not _SUBJECT.match(mail.headers.words("subject")):
        return False
    return bool(_READ.search(content_of(mail).text[:_BEGINNING]))
