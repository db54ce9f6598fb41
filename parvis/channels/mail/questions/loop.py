"""Is it our own mail that came back, or one that turns in circles?"""

from django.utils.translation import gettext_lazy

from parvis.channels.mail import limits
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import sender_of
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.mail.tags import own_message_ids
from parvis.channels.models import MailFate


@questions.register
class Loop(Question):
    """Our own mail came back, or it passed through too many servers (RFC 5321, 6.3)."""

    code, label, rank = "loop", gettext_lazy("boucle"), 10
    fate = MailFate.LOOP

    def ask(self, mail: Opened, us: Us) -> str:
        """Recognise our own message ids, our own addresses as sender, and endless trails."""
        if own_message_ids(mail.headers.all("message-id"), us.domain):
            return "own_message"
        if us.holds(sender_of(mail)[1]):
            return "own_address"
        return "hops" if len(mail.headers.all("received")) > limits.MAX_HOPS else ""
