"""SMS that wait for a human, at the desk."""

import pytest
from django.urls import reverse

from parvis.cases.models import Case, IntakeChannel
from parvis.channels.models import InboundSms, SmsFate
from parvis.channels.registry import Received
from parvis.channels.services import inbound_sms
from parvis.channels.services.providers import set_provider
from tests.factories.cases import make_town
from tests.factories.mails import CONTACT

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town():
    return make_town(code="contact", definition=CONTACT)


@pytest.fixture
def waiting(town):
    provider = set_provider(
        name="A", transport="sms_http", organisation=town.body, settings={"url": "https://x"}
    )
    inbound_sms.keep_part(provider=provider, received=Received("r1", "0612345678", "Le banc est cassé."))
    sms = inbound_sms.settle_sms(sms=InboundSms.objects.get(), fate=SmsFate.TRIAGE, reason="too_many")
    InboundSms.objects.update(teams=[town.team.pk])
    return sms


def test_what_waits_is_listed_counted_and_made_a_demand(desk, waiting):
    page = desk.get(reverse("desk:sms")).text

    assert "Le banc est cassé." in page
    assert "Ce numéro écrit très souvent." in page
    assert "SMS à trier" in desk.get(reverse("desk:queue", args=["toutes"])).text
    desk.post(reverse("desk:sms_make", args=[waiting.pk]))
    assert Case.objects.get().channel == IntakeChannel.SMS
    assert desk.post(reverse("desk:sms_make", args=[waiting.pk])).status_code == 404
