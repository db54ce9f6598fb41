"""What is given and asked by voice: number and code in an SMS, how to be answered and the consent with its proof."""

import pytest

from parvis.channels.models import OutboundMessage
from parvis.people.models import ChannelChoice, ChoiceSource, Person
from tests.desk.entry.test_who_speaks import AUDE, enter
from tests.factories.cases import lodge

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(town):
    return lodge(town, person=AUDE).person


def test_the_number_and_the_code_leave_by_sms_once(desk, town, known, system):
    case = enter(desk, town, known)
    page = desk.get(f"/bureau/saisie/recue/{case.number}/").content.decode()
    assert "Envoyer par SMS au 06\u00a012\u00a034\u00a056\u00a078" in page
    for _twice in range(2):
        desk.post(f"/bureau/saisie/recue/{case.number}/sms/")
    sms = OutboundMessage.objects.get(purpose="spoken_receipt")
    assert (sms.channel, sms.recipient) == ("sms", "+33612345678")
    assert "Code de suivi" in sms.text


def test_a_landline_gets_no_sms(desk, town, known, system):
    case = enter(desk, town, known, **{"saisie-nom": "Hamel", "saisie-telephone": "02 35 00 00 01"})
    assert "Envoyer par SMS" not in desk.get(f"/bureau/saisie/recue/{case.number}/").content.decode()
    desk.post(f"/bureau/saisie/recue/{case.number}/sms/")
    assert not OutboundMessage.objects.filter(purpose="spoken_receipt").exists()


def test_a_consent_is_kept_with_its_date_its_proof_and_who_noted_it(desk, town, known, system):
    enter(desk, town, known, **{"saisie-accord": "on", "saisie-preuve": "au téléphone, phrase lue"})
    choice = ChannelChoice.objects.get(person=known)
    assert (choice.consents, choice.source, choice.proof) == (
        True,
        ChoiceSource.PHONE,
        "au téléphone, phrase lue",
    )
    assert choice.agent == town.agent
    agreed_at = Person.objects.get(pk=known.pk).electronic_consent_at
    assert agreed_at is not None
    enter(desk, town, known)  # said once, it stays
    assert Person.objects.get(pk=known.pk).electronic_consent_at == agreed_at


def test_a_consent_without_proof_is_refused_and_no_demand_is_made(desk, town, known, system):
    with pytest.raises(AssertionError, match="Dites comment la personne a donné son accord"):
        enter(desk, town, known, **{"saisie-accord": "on"})
    assert known.cases.count() == 1
