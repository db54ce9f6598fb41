"""The link or the code that leaves to prove an address or a number."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.channels.services.send import queue_message
from parvis.common import throttle
from parvis.common.ids import new_id
from parvis.people.models import ContactKind
from parvis.people.services.contacts import new_code, new_link_token


@transaction.atomic
def send_proof(*, person_id: UUID, contact_id: UUID, kind: str) -> None:
    """Queue the link or the code. Raises NotFound, TooMany past three an hour for one address or number."""
    throttle.hit("portal.contact", str(contact_id), limit=3, seconds=3600)
    if kind == ContactKind.PHONE:
        point, code = new_code(person_id=person_id, contact_id=contact_id)
        said = _("Votre code : %(code)s. Il sert une fois, pendant un quart d’heure.") % {"code": code}
        queue_message(about=new_id(), channel="sms", recipient=point.value, subject="", text=said)
        return
    point, token = new_link_token(person_id=person_id, contact_id=contact_id)
    address = f"{settings.PUBLIC_URL}{reverse('portal:contact_link')}?{urlencode({'jeton': token})}"
    queue_message(
        about=new_id(),
        channel="email",
        recipient=point.value,
        subject=_("Vérifiez votre adresse"),
        text=render_to_string("portal/contacts/mail.txt", {"link": address}),
    )
