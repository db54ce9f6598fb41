"""E-mail, through the mail server named by the operator."""

import smtplib

from django.conf import settings
from django.core.mail import get_connection
from django.template.loader import render_to_string
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from parvis.channels.mail.sending import send_mail
from parvis.channels.registry import Channel, Handed, Health, Outgoing, Style, Written, channels

_SENDS_NOTHING = "django.core.mail.backends.dummy.EmailBackend"


@channels.register
class Email(Channel):
    """E-mail by SMTP (Django's mail backend)."""

    code, label = "email", gettext_lazy("e-mail")
    own = True

    def draw(self, written: Written, style: Style) -> tuple[str, str]:
        """Return the subject, and the text above the body's signature."""
        return written.subject, f"{written.text}\n\n{style.signature}".strip()

    def html(self, text: str, style: Style) -> str:
        """Return a text in its body's colour, links open."""
        words = text.removesuffix(style.signature).rstrip() if style.signature else text
        body = mark_safe(linebreaks(urlize(words, autoescape=True), autoescape=False))  # noqa: S308 - escaped here
        return render_to_string(
            "channels/mail/frame.html", {"body": body, "style": style, "language": get_language() or "fr"}
        )

    def ready(self) -> bool:
        """Say whether a mail server is named; the demonstration never sends, whatever is named."""
        return not settings.DEMONSTRATION and settings.EMAIL_BACKEND != _SENDS_NOTHING

    def send(self, message: Outgoing) -> Handed:
        """Send by SMTP. Raises TryAgain or CannotDeliver."""
        send_mail(message)
        return Handed()

    def check(self) -> Health:
        """Open and close a connection to the mail server."""
        if not self.ready():
            return Health(
                True, _("Aucun serveur d’e-mail : les messages sont gardés et montrés, pas envoyés.")
            )
        try:
            with get_connection(fail_silently=False):
                return Health(True, _("Le serveur d’e-mail répond."))
        except (smtplib.SMTPException, OSError) as trouble:
            name = type(trouble).__name__
            return Health(False, _("Le serveur d’e-mail ne répond pas (%(trouble)s).") % {"trouble": name})
