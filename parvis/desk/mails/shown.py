"""E-mails as the desk writes them: rows of the list, one mail whole and harmless, its reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.services.mail_triage import read_of
from parvis.channels.mail.html import safe_html
from parvis.channels.models import InboundMail, MailFate, MailState
from parvis.ui import words

_NO_HTML = SafeString("")
LONGEST = 60_000
"""Characters of a text shown in the page; the whole is in the original."""
REASONS: dict[str, str | Promise] = {
    "unknown_address": gettext_lazy("Personne ne reçoit à cette adresse."),
    "unknown_sender": gettext_lazy("Il cite une demande, mais son expéditeur n’y est pas connu."),
    "forged_sender": gettext_lazy("Le serveur d’e-mail a trouvé que l’expéditeur n’est pas celui qu’il dit."),
    "encrypted": gettext_lazy("Il est chiffré : nous ne pouvons pas le lire."),
    "empty": gettext_lazy("Il est vide."),
    "no_sender": gettext_lazy("Il ne dit pas de qui il vient."),
    "no_procedure": gettext_lazy("L’organisme ne propose pas la démarche de cette adresse."),
    "case_ended": gettext_lazy("La demande qu’il cite ne reçoit plus de message."),
    "too_many": gettext_lazy("Cet expéditeur écrit trop souvent : deux automates se répondent peut-être."),
    "reading_never_ended": gettext_lazy("Sa lecture ne s’est pas terminée."),
    "source_gone": gettext_lazy("Son original n’est plus dans le stockage."),
    "unreadable": gettext_lazy("Il est trop complexe pour être lu sans risque. L’original est gardé."),
    "spam": gettext_lazy("Le filtre du serveur d’e-mail le dit indésirable."),
    "error": gettext_lazy("Une erreur a empêché de le classer."),
    "only_words": gettext_lazy(
        "Ses mots semblent ceux d’une réponse automatique : nous n’avons rien répondu."
    ),
    "same_mail": gettext_lazy("Le même e-mail était déjà arrivé."),
    "joined_by_agent": gettext_lazy("Joint par un agent."),
    "made_by_agent": gettext_lazy("Demande créée par un agent."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    href: str
    subject: str
    sender: str
    when: str
    iso: str
    why: str
    address: str


@dataclass(frozen=True)
class Shown:
    """One mail, harmless: nothing in it runs, nothing is fetched."""

    subject: str
    sender: str
    to: str
    when: str
    why: str
    fate: str
    text: str = ""
    html: SafeString = _NO_HTML
    files: list[tuple[str, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cut: bool = False
    gone: bool = False


def lines(mails: Iterable[InboundMail]) -> list[Line]:
    """Return the rows of a list of mails."""
    return [
        Line(
            href=reverse("desk:mail", args=[mail.pk]),
            subject=mail.subject or _("(sans objet)"),
            sender=_sender(mail),
            when=_when(mail),
            iso=mail.received_at.isoformat(timespec="minutes"),
            why=why(mail),
            address=mail.address.address if mail.address else "",
        )
        for mail in mails
    ]


def shown(mail: InboundMail) -> Shown:
    """Return a mail to show, read again from its source."""
    bare = Shown(
        subject=mail.subject or _("(sans objet)"),
        sender=_sender(mail),
        to="",
        when=_when(mail),
        why=why(mail),
        fate=fate(mail),
    )
    try:
        found = read_of(mail)
    except FileNotFoundError:
        return replace(bare, gone=True)
    content = found.content
    return replace(
        bare,
        to=", ".join(found.recipients[:5]),
        text=content.text[:LONGEST],
        html=mark_safe(safe_html(content.html)) if content.html else _NO_HTML,  # noqa: S308 - cleaned by nh3
        files=[(file.name or _("sans nom"), len(file.content)) for file in content.files],
        notes=content.notes,
        cut=len(content.text) > LONGEST or bool(content.left_out),
    )


def fate(mail: InboundMail) -> str:
    """Return what became of a mail, in words."""
    return str(MailFate(mail.fate).label) if mail.fate else str(MailState(mail.state).label)


def why(mail: InboundMail) -> str:
    """Return why a mail is where it is, in a sentence; what it is when nothing more is to be said."""
    code = mail.reason
    for known, sentence in REASONS.items():
        if code == known or code.startswith(f"{known}_"):
            return str(sentence)
    return fate(mail)


def _sender(mail: InboundMail) -> str:
    if mail.sender_name and mail.sender_name != mail.sender:
        return f"{mail.sender_name} <{mail.sender}>"
    return mail.sender or _("expéditeur inconnu")


def _when(mail: InboundMail) -> str:
    return f"{words.date(mail.received_at, weekday=False)}, {words.time(mail.received_at)}"
