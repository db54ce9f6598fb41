"""The person's channel, the ones that follow when it fails, the letter and the task at the end."""

import io
import socket

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from parvis.cases import access
from parvis.cases.models import Clock, Message, Outcome
from parvis.cases.services.messages import answer_person
from parvis.cases.services.notices import reachable_by
from parvis.cases.services.reaching import mark_reached, note_channel
from parvis.cases.services.treatment import decide_case
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.queries import states_about
from parvis.channels.services.bounces import record_bounce
from parvis.channels.services.providers import set_provider
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.documents.queries import issued_documents
from parvis.people.models import ChoiceSource, Person
from parvis.people.services.channel_choices import Choice
from parvis.people.services.persons import PersonDetails
from tests.channels.mail_server import running_mail_server
from tests.channels.provider_server import providing
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.usefixtures("system")

AUDE = {
    "first_name": "Aude",
    "last_name": "Vasseur",
    "email": "aude@example.invalid",
    "phone": "+33612345678",
    "postal_address": "1 rue Haute\n76000 Rouen",
}


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def sms_provider(settings):
    settings.DEMONSTRATION = False
    with providing() as server:
        yield server


@pytest.fixture
def mails():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = int(chosen.getsockname()[1])
    with running_mail_server(port) as server:
        yield server


def a_case(town, **person):
    return lodge(town, person=PersonDetails(**{**AUDE, **person}))


def answer(town, case, text="Oui, lundi."):
    with town.acting():
        answer_person(case_id=case.pk, text=text, by=town.session())


def messages(case, purpose="answer"):
    return list(OutboundMessage.objects.filter(about=case.pk, purpose=purpose).order_by("queued_at", "pk"))


def said(case):
    return [entry.kind for entry in case.journal.order_by("position")]


def test_an_answer_goes_from_a_dead_number_to_a_mail_that_comes_back_to_a_letter_and_a_task(
    town, run_jobs, sms_provider, mails
):
    sms_provider.answer("POST /sms", (422, {}))
    set_provider(
        name="A", transport="sms_http", organisation=town.body, settings={"url": f"{sms_provider.url}/sms"}
    )
    case = a_case(town, preferred_channel="sms")
    run_jobs()
    mails.received.clear()

    answer(town, case)
    run_jobs()
    sms, mail = messages(case)
    assert (sms.state, mail.state) == (MessageState.UNDELIVERABLE, MessageState.SENT)
    assert "Oui, lundi." in sms.text
    assert len(mails.received) == 1

    record_bounce(message=mail, status="5.1.1")
    run_jobs()

    letter = messages(case)[-1]
    assert (letter.channel, letter.state) == ("post", MessageState.TO_PRINT)
    assert letter.recipient == "Aude Vasseur\n1 rue Haute\n76000 Rouen"
    assert [file["media_type"] for file in letter.attachments] == ["application/pdf"]
    with actor.acting_as(actor.for_job(case.pk)):
        assert letter.attachments[0]["key"] in {issued.file.key for issued in issued_documents(case.pk)}
    task = Clock.objects.get(case=case, kind="reach")
    assert (task.state, task.team_id) == ("running", town.team.pk)
    spoken = Message.objects.get(case=case, direction="outbound")
    assert states_about(case.pk)[spoken.delivery] == MessageState.TO_PRINT


def test_the_task_ends_when_an_agent_reached_the_person(town, run_jobs, mails):
    case = a_case(town, phone="", postal_address="")
    answer(town, case)
    run_jobs()
    record_bounce(message=messages(case)[-1], status="5.1.1")
    with town.acting():
        mark_reached(case_id=case.pk, note="rappelée au 02 31…", by=town.session())

    assert Clock.objects.get(case=case, kind="reach").state == "kept"
    assert said(case)[-2:] == ["unreached", "reached"]


def test_who_prefers_letters_gets_one_for_each_notice_and_no_task(town, run_jobs):
    case = a_case(town, preferred_channel="post")
    run_jobs()
    [receipt] = messages(case, "receipt")
    assert (receipt.channel, receipt.state, receipt.binding) == ("post", MessageState.TO_PRINT, True)
    assert len(issued_documents(case.pk)) == 1  # the receipt itself is the letter

    answer(town, case)
    run_jobs()
    letter = messages(case)[0]
    assert letter.state == MessageState.TO_PRINT
    with default_storage.open(letter.attachments[0]["key"]) as content:
        text = PdfReader(io.BytesIO(content.read())).pages[0].extract_text()
    assert f"Le {date_format(timezone.localdate(letter.queued_at), 'j F Y')}" in text.replace("\u00a0", " ")
    assert not Clock.objects.filter(case=case, kind="reach").exists()


@pytest.mark.parametrize(("consent", "posted"), [(None, 1), ("given", 0)], ids=["without consent", "with it"])
def test_a_decision_goes_on_paper_unless_the_person_consented(town, run_jobs, consent, posted):
    case = a_case(town, electronic_consent_at=clock.now() if consent else None)
    with town.acting():
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            by=town.session(),
            reasons_in_law="PLU",
            reasons_in_fact="Protégé",
        )
    run_jobs()
    assert len(messages(case, "decision")) == posted
    assert [each.channel for each in messages(case, "decided")] == ["email"]


@pytest.mark.parametrize(
    ("person", "channel"),
    [
        ({"preferred_channel": "sms"}, "sms"),
        ({"preferred_channel": "sms", "phone": "0231000000"}, "email"),
        ({"preferred_channel": "sms", "phone": "0231000000", "email": ""}, "phone"),
        ({"preferred_channel": "online"}, "online"),
        ({"email": "", "phone": ""}, "post"),
    ],
)
def test_the_channel_by_which_a_person_is_reached(town, person, channel):
    assert reachable_by(a_case(town, **person)) == channel


def test_an_agent_notes_how_the_person_wants_to_be_answered_with_its_proof(town):
    case = a_case(town)
    choice = Choice(preferred_channel="sms", consents=True)

    def note(proof):
        with town.acting(), transaction.atomic():
            return note_channel(
                case_id=case.pk, choice=choice, source=ChoiceSource.COUNTER, proof=proof, by=town.session()
            )

    with pytest.raises(Invalid):
        note("")
    noted = note("formulaire signé le 12 mars")

    person = Person.objects.get(pk=case.person_id)
    assert (person.preferred_channel, person.electronic_consent_at is not None) == ("sms", True)
    assert (noted.agent_id, noted.proof) == (town.agent.pk, "formulaire signé le 12 mars")
    with town.acting(), transaction.atomic():
        assert access.get_case(case.pk).journal.filter(kind="channel_chosen").exists()
        assert not Person.objects.filter(pk=case.person_id).update(last_name="X")  # agents only read a person


def test_who_wants_to_be_called_gives_the_team_the_task_of_calling(town, run_jobs):
    case = a_case(town, preferred_channel="phone")
    run_jobs()
    assert not Clock.objects.filter(case=case, kind="reach").exists()  # a receipt calls for nobody

    answer(town, case)
    run_jobs()
    assert Clock.objects.get(case=case, kind="reach").state == "running"
    [entry] = case.journal.filter(kind="unreached")
    assert entry.facts["call"] == "answer"


def test_a_decision_without_consent_nor_address_waits_for_the_address_then_is_posted(town, run_jobs):
    case = a_case(town, postal_address="")
    with town.acting():
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            by=town.session(),
            reasons_in_law="PLU",
            reasons_in_fact="Protégé",
        )
    run_jobs()
    assert messages(case, "decision") == []
    assert said(case).count("unreached") == 1

    Person.objects.filter(pk=case.person_id).update(postal_address=AUDE["postal_address"])
    with town.acting():
        mark_reached(case_id=case.pk, note="adresse donnée", by=town.session())
    run_jobs()
    assert [each.state for each in messages(case, "decision")] == [MessageState.TO_PRINT]
    assert Clock.objects.get(case=case, kind="reach").state == "kept"
