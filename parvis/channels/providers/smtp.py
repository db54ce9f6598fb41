"""A mail server of a body's own, or a second one for the platform."""

import smtplib

from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.mail.sending import send_mail
from parvis.channels.registry import Account, Handed, Health, Outgoing, Transport, transports

SECONDS = 20


@transports.register
class Smtp(Transport):
    """SMTP: ``host``, ``port``, ``login``, ``security`` (« starttls », « tls » or « none »), ``sender``."""

    code, label = "smtp", gettext_lazy("serveur d’e-mail")
    channel = "email"
    needs = ("host",)

    def send(self, message: Outgoing, account: Account) -> Handed:
        """Send by this server. Raises TryAgain or CannotDeliver."""
        send_mail(message, by=_server(account), sender=account.settings.get("sender", ""))
        return Handed()

    def check(self, account: Account) -> Health:
        """Open and close a connection."""
        try:
            with _server(account):
                return Health(True, _("Le serveur d’e-mail répond."))
        except (smtplib.SMTPException, OSError) as trouble:
            name = type(trouble).__name__
            return Health(False, _("Le serveur d’e-mail ne répond pas (%(trouble)s).") % {"trouble": name})


def _server(account: Account) -> EmailBackend:
    security = account.settings.get("security", "starttls")
    return EmailBackend(
        host=account.settings["host"],
        port=int(account.settings.get("port", 587)),
        username=account.settings.get("login", ""),
        password=account.secret,
        use_tls=security == "starttls",
        use_ssl=security == "tls",
        timeout=SECONDS,
    )
