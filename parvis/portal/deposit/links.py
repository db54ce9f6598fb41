"""The link by which a deposit is taken up again: the draft's id, signed, good as long as the draft is kept."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from parvis.cases.models import Draft
from parvis.cases.services.drafts import KEPT_FOR, resume_code
from parvis.catalogue.forms import engine
from parvis.channels.services.send import queue_message

_SALT = "portal.resume"


def make_link(draft_id: UUID) -> str:
    """Return the whole address that takes a deposit up again."""
    token = signing.dumps(str(draft_id), salt=_SALT)
    return settings.PUBLIC_URL + reverse("portal:resume_link", args=[token])


def read_link(token: str) -> UUID | None:
    """Return the draft of a link, or None when we did not make it or it is too old."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=KEPT_FOR))
    except signing.BadSignature:
        return None


def send_link(draft: Draft, email: str) -> None:
    """Send the link by e-mail, in the name of the draft's body."""
    context = {
        "title": engine.compiled(draft.version, draft.language).title,
        "body": draft.organisation,
        "link": make_link(draft.pk),
        "code": resume_code(draft.pk),
        "until": draft.expires_at,
    }
    subject, _, text = render_to_string("portal/deposit/link.txt", context).strip().partition("\n")
    queue_message(
        about=draft.pk,
        channel="email",
        recipient=email,
        subject=subject,
        text=text.strip(),
        sender_name=draft.organisation.name,
    )
