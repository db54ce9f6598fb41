"""Post that comes: cut into letters, a letter of ours recognised, made a demand or joined to one by an agent."""

from datetime import date, timedelta

import pytest

from parvis.cases.models import Case, IntakeChannel, Message
from parvis.cases.services import post_in, post_triage
from parvis.cases.services.letters import issue_receipt
from parvis.cases.services.post_triage import Entered
from parvis.channels.errors import LetterAlreadySorted, LetterNotFound
from parvis.channels.models import (
    InboundLetter,
    LetterFate,
    LetterState,
    MessageState,
    OutboundMessage,
    PileState,
    PostPile,
)
from parvis.channels.services.inbound_post import letter_content, replay_pile
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.documents.models import IssuedDocument
from parvis.documents.verification import verification_url
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.factories.mails import CONTACT
from tests.factories.organisations import TeamFactory
from tests.factories.post import a_page, a_sheet, as_pdf, keep

pytestmark = pytest.mark.usefixtures("system")
ENTERED = Entered(
    arrived_on=date(2026, 3, 2),
    subject="Un banc cassé",
    text="Le banc est cassé.",
    name="Aude Vasseur",
    postal_address="12 rue du Port\n29000 Quimper",
)


@pytest.fixture
def town():
    return make_town(code="contact", definition=CONTACT)


def read(pile):
    """Read a pile as its job does; return its letters."""
    with actor.acting_as(actor.for_job(pile.pk, label="post")):
        post_in.read_pile(pile_id=pile.pk)
    return list(InboundLetter.objects.filter(pile=pile).order_by("first_page"))


def make(town, letter, entered=ENTERED):
    with town.acting():
        return post_triage.make_case(
            letter_id=letter.pk,
            organisation=town.body,
            procedure_code="contact",
            entered=entered,
            by=town.session(),
        )


def test_a_pile_becomes_letters_once_for_the_team_its_sheet_names(town):
    other, elsewhere = TeamFactory(organisation=town.body), make_town(slug="voisine")
    pile = keep(
        town,
        as_pdf(a_page("Un"), a_sheet(other.pk), a_page("Deux"), a_sheet(elsewhere.team.pk), a_page("Trois")),
    )

    letters = read(pile)
    read(pile)

    assert [one.teams for one in letters] == [[town.team.pk], [other.pk], [town.team.pk]]
    assert InboundLetter.objects.count() == 3
    assert letter_content(letters[0]).startswith(b"%PDF")


def test_the_same_scan_given_twice_is_one_pile(town):
    raw = as_pdf(a_page("Un"))

    assert keep(town, raw).pk == keep(town, raw, name="copie.pdf").pk


def test_a_file_that_cannot_be_read_is_set_aside_and_read_again_when_asked(town):
    pile = keep(town, b"MZ\x90\0 pas un scan")
    assert read(pile) == []
    pile.refresh_from_db()
    assert (pile.state, pile.reason) == (PileState.ASIDE, "not_a_scan")

    replay_pile(pile_id=pile.pk)

    assert PostPile.objects.get().state == PileState.RECEIVED


def test_a_reading_that_never_ends_is_given_up(town):
    pile = keep(town, as_pdf(a_page("Un")))
    PostPile.objects.update(attempts=3)

    assert read(pile) == []
    assert PostPile.objects.get().reason == "reading_never_ended"


def test_a_letter_makes_a_case_received_the_day_of_its_stamp(town):
    [letter] = read(keep(town, as_pdf(a_page("Un"))))

    case = make(town, letter)

    letter.refresh_from_db()
    case = Case.objects.get(pk=case.pk)
    assert (case.channel, case.subject, case.team) == (IntakeChannel.POST, "Un banc cassé", town.team)
    assert case.received_at.date() == date(2026, 3, 2)
    assert (case.person.last_name, case.person.preferred_channel) == ("Vasseur", "post")
    assert case.original["sha256"] == letter.sha256
    assert case.attachments.get().file.size == letter.size
    assert (letter.state, letter.about, letter.teams) == (LetterState.SORTED, case.pk, [])
    with pytest.raises(LetterAlreadySorted):
        make(town, letter)


def test_a_day_to_come_is_refused_and_nothing_is_made(town):
    [letter] = read(keep(town, as_pdf(a_page("Un"))))

    with pytest.raises(Invalid):
        make(town, letter, Entered(arrived_on=clock.today() + timedelta(days=1), subject="A", text="B"))

    assert not Case.objects.exists()


def test_our_own_letter_proposes_its_demand_and_joins_nothing_by_itself(town):
    case = lodge(town)
    issue_receipt(case_id=case.pk)
    code = IssuedDocument.objects.get(about=case.pk).code

    [letter] = read(keep(town, as_pdf(a_page("Réponse", code=verification_url(code)))))

    assert (letter.proposed, letter.about, letter.state) == (case.pk, None, LetterState.WAITING)
    assert not Message.objects.filter(case=case).exists()
    with town.acting():
        post_triage.join_letter(
            letter_id=letter.pk, number=case.number, arrived_on=date(2026, 3, 2), by=town.session()
        )
    message = Message.objects.get(case=case)
    assert (message.channel, message.direction) == ("post", "inbound")
    assert "02/03/2026" in message.text
    assert message.attachments.count() == 1


def test_a_letter_is_seen_by_who_sorts_it_then_by_who_sees_its_case(town):
    elsewhere = make_town(slug="voisine")
    [letter] = read(keep(town, as_pdf(a_page("Un"))))

    with elsewhere.acting():
        assert not InboundLetter.objects.exists()
        assert not PostPile.objects.exists()
        with pytest.raises(LetterNotFound):
            post_triage.dismiss(letter_id=letter.pk, by=elsewhere.session())
    make(town, letter)
    with town.acting():
        assert InboundLetter.objects.filter(pk=letter.pk).exists()
    with elsewhere.acting():
        assert not InboundLetter.objects.exists()


def test_our_letter_that_comes_back_is_not_delivered_and_its_person_is_to_be_reached_another_way(town):
    details = PersonDetails(
        last_name="Vasseur", preferred_channel="post", postal_address="12 rue du Port\n29000 Quimper"
    )
    case = lodge(town, person=details)
    issue_receipt(case_id=case.pk)
    sent = OutboundMessage.objects.get(about=case.pk, channel="post")
    OutboundMessage.objects.filter(pk=sent.pk).update(state=MessageState.SENT)
    code = IssuedDocument.objects.get(about=case.pk).code
    [letter] = read(keep(town, as_pdf(a_page("Accusé", code=verification_url(code)))))
    assert letter.proposed_message == sent.pk

    def note():
        with town.acting():
            post_triage.note_returned(
                letter_id=letter.pk,
                reason="returned_unknown",
                arrived_on=date(2026, 3, 2),
                by=town.session(),
            )

    note()
    letter.refresh_from_db()
    sent.refresh_from_db()
    assert (letter.fate, letter.about) == (LetterFate.RETURNED, case.pk)
    assert (sent.state, sent.last_error) == (MessageState.BOUNCED, "returned_unknown")
    assert case.journal.filter(kind="unreached").count() == 1
    assert not Message.objects.filter(case=case, direction="inbound").exists()
    with pytest.raises(LetterAlreadySorted):
        note()


def test_a_letter_that_never_left_by_post_cannot_come_back(town):
    case = lodge(town)
    issue_receipt(case_id=case.pk)
    code = IssuedDocument.objects.get(about=case.pk).code
    [letter] = read(keep(town, as_pdf(a_page("Imprimé chez moi", code=verification_url(code)))))

    assert (letter.proposed, letter.proposed_message) == (case.pk, None)
    with town.acting(), pytest.raises(NotFound):
        post_triage.note_returned(
            letter_id=letter.pk, reason="returned_unknown", arrived_on=date(2026, 3, 2), by=town.session()
        )
