"""The link by which a deposit is taken up again, sent by e-mail."""

from django.template.loader import render_to_string

from parvis.cases.models import Draft
from parvis.cases.services.draft_links import resume_link
from parvis.cases.services.drafts import resume_code
from parvis.catalogue.forms import engine
from parvis.channels.services.send import queue_message


def send_link(draft: Draft, email: str) -> None:
    """Send the link by e-mail, in the name of the draft's body."""
    context = {
        "title": engine.compiled(draft.version, draft.language).title,
        "body": draft.organisation,
        "link": resume_link(draft.pk),
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
