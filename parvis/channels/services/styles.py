"""How messages of a body are signed, and whether they leave."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.channels.models import SendingSettings
from parvis.channels.registry import Style
from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation

_SMS_SENDER = re.compile(r"[A-Za-z][A-Za-z0-9 ]{2,10}")
"""What operators show as the sender of an SMS: 3 to 11 letters and figures, a letter first."""


def style_of(organisation_id: int | None) -> Style:
    """Return the style of a body's messages; that of nobody when it is not known."""
    if organisation_id is None:
        return Style()
    body = Organisation.objects.select_related("sending").filter(pk=organisation_id).first()
    if body is None:
        return Style()
    own: SendingSettings | None = getattr(body, "sending", None)
    colour = str(body.theme.get("colour", ""))
    if own is None:
        return Style(body=body.name, sms_sender=sms_sender(body.slug), colour=colour)
    return Style(
        body=own.sender_name or body.name,
        sms_sender=own.sms_sender or sms_sender(body.slug),
        signature=own.signature,
        colour=colour,
        is_test=own.is_test,
        registered=own.registered,
    )


@transaction.atomic
def set_style(
    *,
    organisation_id: int,
    sender_name: str,
    sms_sender: str,
    signature: str,
    is_test: bool,
    registered: bool,
) -> SendingSettings:
    """Set how a body signs what it sends. Raises Invalid."""
    name, short = " ".join(sender_name.split()), sms_sender.strip()
    if short and not _SMS_SENDER.fullmatch(short):
        said = _("Écrivez 3 à 11 lettres sans accent ou chiffres, en commençant par une lettre.")
        raise Invalid({"sms_sender": [said]})
    facts = {
        "sender_name": name[:200],
        "sms_sender": short,
        "signature": signature.strip()[:500],
        "is_test": is_test,
        "registered": registered,
    }
    return SendingSettings.objects.update_or_create(organisation_id=organisation_id, defaults=facts)[0]


def sms_sender(slug: str) -> str:
    """Return the name of a body as an SMS may show it: « saint-malo » gives « SaintMalo »."""
    return "".join(part.capitalize() for part in re.split(r"[^a-z0-9]+", slug))[:11]
