"""One request through the seven channels gives seven cases, equal but for their channel and their evidence."""

from uuid import uuid4

import pytest

from parvis.api.models import Scope
from parvis.api.services.keys import create_key
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.mail_in import sort_mail
from parvis.cases.services.post_in import read_pile
from parvis.cases.services.post_triage import Entered, make_case
from parvis.cases.services.sms_in import sort_sms
from parvis.channels.models import InboundSms
from parvis.channels.registry import Received
from parvis.channels.services.inbound_sms import keep_part
from parvis.channels.services.providers import set_provider
from parvis.common import actor, clock
from tests.factories.cases import make_town
from tests.factories.catalogue import definition, field
from tests.factories.mails import a_mail, receive, take_mail
from tests.factories.post import a_page, as_pdf, keep
from tests.harness.sign_in import sign_in
from tests.harness.strictness import StrictClient

pytestmark = pytest.mark.usefixtures("system")
SAID = "Le banc devant la gare est cassé."
FORM = definition(
    [field("text", "title", required=True), field("long_text", "message", required=True)],
    [field("person", "sender", asks=["first_name", "last_name", "email", "phone"], required=False)],
    subject="title",
    roles={"person": "sender"},
    code="contact",
)


@pytest.fixture
def town():
    return make_town(code="contact", definition=FORM, slug="valmont")


def by_web(town):
    browser = StrictClient()
    way = browser.post("/valmont/demarches/contact/")["Location"].partition("etape/")[0]
    pages = town.version.definition["form"]["pages"]
    browser.post(f"{way}etape/{pages[0]['key']}/", {"title": SAID, "message": SAID})
    who = {"sender.first_name": "Aude", "sender.last_name": "Vasseur", "sender.email": "aude@example.invalid"}
    browser.post(f"{way}etape/{pages[1]['key']}/", who)
    browser.post(f"{way}verification/", {})


def by_desk(channel):
    def enter(town):
        sign_in(StrictClient(), town.agent).post(
            "/bureau/saisie/valmont/contact/",
            {
                "saisie-cle": str(uuid4()),
                "saisie-voie": channel,
                "saisie-recue_le": clock.today().isoformat(),
                "saisie-repondre": "email",
                "saisie-pourquoi": "",
                "_vues": "title,message,sender",
                "title": SAID,
                "message": SAID,
                "sender.first_name": "Aude",
                "sender.last_name": "Vasseur",
                "sender.email": "aude@example.invalid",
            },
        )

    return enter


def by_email(town):
    take_mail(town)
    mail = receive(a_mail(SAID, Subject=SAID))
    with actor.acting_as(actor.NOBODY):
        sort_mail(mail_id=mail.pk)


def by_sms(town):
    provider = set_provider(
        name="A", transport="sms_http", organisation=town.body, settings={"url": "https://x"}
    )
    keep_part(provider=provider, received=Received("r1", "0612345678", SAID))
    key = InboundSms.objects.get().pk
    with actor.acting_as(actor.for_job(key, label="sms")):
        sort_sms(sms_id=key)


def by_post(town):
    pile = keep(town, as_pdf(a_page(SAID)))
    with actor.acting_as(actor.for_job(pile.pk, label="post")):
        read_pile(pile_id=pile.pk)
    entered = Entered(
        arrived_on=clock.today(), subject=SAID, text=SAID, name="Aude Vasseur", email="aude@example.invalid"
    )
    with town.acting():
        make_case(
            letter_id=pile.letters.get().pk,
            organisation=town.body,
            procedure_code="contact",
            entered=entered,
            by=town.session(),
        )


def by_api(town):
    _key, text = create_key(organisation=town.body, name="Un logiciel", scopes=tuple(Scope), rate_limit=60)
    who = {"first_name": "Aude", "last_name": "Vasseur", "email": "aude@example.invalid"}
    StrictClient().post(
        "/api/v1/cases",
        {"procedure": "contact", "answers": {"title": SAID, "message": SAID, "sender": who}},
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}", "Idempotency-Key": str(uuid4())},
    )


DOORS = {
    IntakeChannel.WEB: by_web,
    IntakeChannel.PHONE: by_desk("phone"),
    IntakeChannel.COUNTER: by_desk("counter"),
    IntakeChannel.EMAIL: by_email,
    IntakeChannel.SMS: by_sms,
    IntakeChannel.POST: by_post,
    IntakeChannel.API: by_api,
}


def what_stays_the_same(case):
    """Return all that treats a case, whatever brought it; an SMS says a phone where the others say a name."""
    return {
        "body": case.organisation_id,
        "procedure": (case.procedure_code, case.version_id, case.regime, case.delay),
        "in charge": case.team_id,
        "state": case.state,
        "subject": case.subject,
        "answers": {key: value for key, value in case.answers.items() if key != "sender"},
        "silence": case.due_on,
        "received": case.received_at.astimezone(clock.now().tzinfo).date(),
        "parts": sorted(case.participations.values_list("team_id", "capacity")),
        "journal": list(case.journal.order_by("pk").values_list("kind", flat=True)),
        "has a person": case.person is not None,
        "has evidence": bool(case.original),
    }


def test_seven_channels_give_seven_equal_cases(town):
    cases = {}
    for channel, lodge in DOORS.items():
        lodge(town)
        [case] = Case.objects.exclude(pk__in=[one.pk for one in cases.values()]).filter(channel=channel)
        cases[channel] = case

    assert len(cases) == 7
    [first, *others] = [what_stays_the_same(case) for case in cases.values()]
    for channel, other in zip(list(cases)[1:], others, strict=True):
        assert other == first, channel
    named = {case.person_name for channel, case in cases.items() if channel != IntakeChannel.SMS}
    assert named == {"Aude Vasseur"}
