"""Is it a receipt that says our mail was shown or deleted?"""

from django.utils.translation import gettext_lazy

from parvis.channels.mail.opening import Opened
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.models import MailFate


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
        return "disposition" if "message/disposition-notification" in kinds else ""
