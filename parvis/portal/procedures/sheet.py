"""What the page of a procedure says, from its definition and from the body that offers it."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.catalogue.forms.text import to_html
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation
from parvis.portal.procedures.law import answer_time

LEGAL_BASES = {
    "consent": gettext_lazy("votre consentement"),
    "contract": gettext_lazy("l’exécution d’un contrat"),
    "legal_obligation": gettext_lazy("une obligation légale"),
    "vital_interests": gettext_lazy("la protection de la vie de quelqu’un"),
    "public_task": gettext_lazy("une mission d’intérêt public"),
}
WAYS = {
    "counter": ("counter", gettext_lazy("Au guichet")),
    "phone": ("phone", gettext_lazy("Par téléphone")),
    "post": ("post", gettext_lazy("Par courrier")),
    "email": ("mail", gettext_lazy("Par e-mail")),
}


@dataclass(frozen=True)
class OtherWay:
    """One way to do without the internet: its kind, its icon, its title, what the procedure says of it."""

    kind: str
    icon: str
    title: str
    text: SafeString


@dataclass(frozen=True)
class DataNotice:
    """What a person is told before giving data (RGPD, art. 13)."""

    purpose: SafeString
    legal_basis: str
    recipients: list[SafeString]
    retention: SafeString
    source: SafeString
    dpo: str


def facts(definition: dict[str, Any]) -> list[dict[str, str]]:
    """Return the three short facts: my time, your time, the cost (``<c-facts>``)."""
    time = answer_time(definition["law"])
    minutes = definition.get("duration_minutes", 0)
    mine = (
        ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        if minutes
        else _("Quelques minutes")
    )
    return [
        {"icon": "clock", "label": _("Votre temps"), "value": mine, "text": _("pour remplir la demande")},
        {"icon": "calendar", "label": _("Notre réponse"), "value": time.words, "text": time.silence},
        {
            "icon": "info",
            "label": _("Prix"),
            "value": definition.get("cost", _("Gratuit")).rstrip("."),
            "text": "",
        },
    ]


def other_ways(definition: dict[str, Any]) -> list[OtherWay]:
    """Return the ways in other than the internet: nobody is forced online (Conseil d’État, 3 June 2022)."""
    ways = []
    for way in definition["other_ways"]:
        icon, title = WAYS[way["kind"]]
        ways.append(OtherWay(way["kind"], icon, str(title), to_html(way["text"])))
    return ways


def data_notice(definition: dict[str, Any], body: Organisation) -> DataNotice:
    """Return the notice of a procedure, with the contact of the data-protection officer of its body."""
    notice = definition["data_notice"]
    return DataNotice(
        purpose=to_html(notice["purpose"]),
        legal_basis=str(LEGAL_BASES[notice["legal_basis"]]),
        recipients=[to_html(recipient) for recipient in notice["recipients"]],
        retention=to_html(notice["retention"]),
        source=to_html(notice.get("source", "")),
        dpo=dpo_contact(body),
    )


def dpo_contact(body: Organisation) -> str:
    """Return how to reach the data-protection officer: the body’s own, else one it shares with a body above it."""
    if body.dpo_contact:
        return body.dpo_contact
    return next(
        (above.dpo_contact for above in organisations.ancestors(body) if above.dpo_contact), body.email
    )


def takes_part(body: Organisation, code: str) -> bool:
    """Tell whether a demand addressed to a body for a procedure finds a team: its own, or its reception."""
    return code in organisations.handled_codes(body) or bool(organisations.reception_teams(body.pk))
