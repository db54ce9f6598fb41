"""The mail that carries a one-time link."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.channels.services.send import queue_message
from parvis.common import throttle
from parvis.common.ids import new_id
from parvis.people.services.sign_in import sign_in_token


@transaction.atomic
def send_sign_in_link(*, email: str, onwards: str = "") -> None:
    """Queue the link that signs in the owner of an address, then leads ``onwards`` (a path of ours).

    The same is done for any address. Raises TooMany past five links in a quarter of an hour for one address.
    """
    throttle.hit("portal.sign_in.address", email.lower(), limit=5, seconds=900)
    query = {settings.SESAME_TOKEN_NAME: sign_in_token(email=email)} | ({"suite": onwards} if onwards else {})
    facts = {
        "link": f"{settings.PUBLIC_URL}{reverse('portal:sign_in_link')}?{urlencode(query)}",
        "minutes": settings.SESAME_MAX_AGE // 60,
    }
    queue_message(
        about=new_id(),
        channel="email",
        recipient=email,
        subject=_("Votre lien pour entrer dans votre espace"),
        text=render_to_string("portal/signin/mail.txt", facts),
    )
