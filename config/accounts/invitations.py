"""The mail by which an invited agent chooses their password."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.channels.services.send import queue_message
from parvis.common import actor
from parvis.common.events import subscribe
from parvis.common.ids import new_id
from parvis.organisations.events import AgentInvited
from parvis.organisations.models import Agent


@subscribe(AgentInvited)
def send_invitation(event: AgentInvited) -> None:
    """Queue the invitation of an agent: who invites, and a link to choose a password, good for three days."""
    with actor.signing_in():
        agent = Agent.objects.select_related("account", "organisation").get(pk=event.agent_id)
        key = EmailAwarePasswordResetTokenGenerator().make_token(agent.account)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(agent.account), "key": key},
    )
    facts = {
        "agent": agent,
        "link": f"{settings.PUBLIC_URL}{path}",
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    queue_message(
        about=new_id(),
        channel="email",
        recipient=agent.account.email,
        subject=_("Votre accès au bureau Parvis"),
        text=render_to_string("accounts/invitation.txt", facts),
        sender_name=agent.organisation.name,
    )
