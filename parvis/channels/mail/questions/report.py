"""Is it a complaint that a provider passes on (« this is spam »)?"""

from django.utils.translation import gettext_lazy

from parvis.channels.mail.opening import Opened
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.models import MailFate


@questions.register
class FeedbackReport(Question):
    """A feedback report (RFC 5965)."""

    code, label, rank = "report", gettext_lazy("plainte d’un fournisseur"), 30
    fate = MailFate.REPORT

    def ask(self, mail: Opened, us: Us) -> str:  # noqa: ARG002 - the same for everyone
        """Recognise the standard type, and reports of authentication (RFC 6591, RFC 7489)."""
        told = mail.headers.first("content-type").lower().replace('"', "").replace(" ", "")
        if "report-type=feedback-report" in told:
            return "feedback"
        subject = mail.headers.words("subject").lower()
        return "dmarc" if subject.startswith("report domain:") and "report-id:" in subject else ""
