import pytest

from parvis.cases.models import Case, Direction, IntakeChannel
from parvis.cases.numbers import say_number
from parvis.cases.services.mail_in import sort_mail
from parvis.channels.mail.tags import message_id, tagged
from parvis.channels.models import InboundMail, MailFate, MailState
from parvis.channels.services.receive import dismiss_mail, replay_mail
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.common.ids import new_id
from parvis.people.services.contacts import add_contact, new_link_token, prove_by_link
from parvis.people.services.persons import PersonDetails, record_person
from tests.factories.cases import lodge, make_town
from tests.factories.mails import (
    ADDRESS,
    CONTACT,
    SENDER,
    a_mail,
    domain,
    receive,
    sent,
    sort,
    take_mail,
    with_files,
)
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.usefixtures("system")

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def town():
    made = make_town(code="contact", definition=CONTACT)
    take_mail(made)
    return made


def test_a_mail_to_a_team_makes_a_case_through_the_one_door(town):
    mail = sort(a_mail())

    case = Case.objects.get(pk=mail.about)
    assert (mail.fate, mail.state) == (MailFate.NEW_CASE, MailState.SORTED)
    assert (case.channel, case.subject, case.organisation) == (
        IntakeChannel.EMAIL,
        "Un banc cassé",
        town.body,
    )
    assert case.answers["message"] == "Bonjour,\n\nLe banc est cassé."
    assert (case.person.first_name, case.person.last_name, case.person.email) == ("Aude", "Vasseur", SENDER)
    assert case.original["sha256"] == mail.sha256


def test_a_mail_from_an_address_that_a_person_proved_joins_their_demands_and_changes_nothing_of_them(town):
    known = record_person(details=PersonDetails(last_name="Martin", email="martin@example.invalid"))
    with actor.acting_as(actor.for_person(known.pk)):
        point = add_contact(person_id=known.pk, kind="email", text=SENDER)
    first = Case.objects.get(pk=sort(a_mail()).about)
    assert first.person != known, "added, not proved"

    prove_by_link(token=new_link_token(person_id=known.pk, contact_id=point.pk)[1])
    case = Case.objects.get(pk=sort(a_mail(Message_ID="<deux@example.invalid>")).about)
    assert (case.person, case.person_name) == (known, "Martin")


def test_the_team_of_the_address_takes_the_case(town):
    other = TeamFactory(organisation=town.body)
    take_mail(town, "voirie@ville.example.invalid", team=other)

    mail = sort(a_mail(To="voirie@ville.example.invalid"))

    assert Case.objects.get(pk=mail.about).team == other


def test_the_same_mail_twice_makes_one_case(town):
    first = sort(a_mail())
    again = sort(b"Received: from ailleurs by ici\n" + a_mail())

    assert again.fate == MailFate.DUPLICATE
    assert again.about == first.about
    assert Case.objects.count() == 1


def test_two_mails_of_one_message_id_make_two_cases(town):
    sort(a_mail())
    sort(a_mail("Autre chose."))

    assert Case.objects.count() == 2


def test_files_are_given_with_the_answers_and_what_is_refused_stays_in_the_original(town):
    mail = sort(
        with_files(
            ("plan.pdf", "application/pdf", PDF), ("virus.exe", "application/octet-stream", b"MZ\x90\x00")
        ),
    )

    case = Case.objects.get(pk=mail.about)
    assert [file["name"] for file in case.answers["documents"]] == ["plan.pdf"]
    assert case.attachments.get().field_key == "documents"
    assert "virus.exe" in case.messages.get(direction=Direction.NOTE).text


def test_a_long_text_is_kept_whole_beside_the_answer(town):
    text = "\n".join(["Une ligne de ma longue histoire."] * 300)
    mail = sort(a_mail(text))

    case = Case.objects.get(pk=mail.about)
    assert case.answers["message"].endswith("[…]")
    assert case.messages.get(direction=Direction.INBOUND).text == text
    assert mail.written == case.messages.get(direction=Direction.INBOUND).pk


@pytest.mark.parametrize("how", ["tag", "reference", "number", "own_mail"])
def test_an_answer_of_the_person_joins_its_case(town, settings, how):
    place = domain(settings)
    case = lodge(town)
    ours = sent(case)
    headers = {
        "tag": {"To": tagged(ADDRESS, "d", case.pk)},
        "reference": {"In_Reply_To": message_id(ours.pk, place)},
        "number": {"Subject": f"Re: Votre demande n° {case.number[:4]} {case.number[4:8]} {case.number[8:]}"},
        "own_mail": {"References": "<zero@example.invalid>"},
    }[how]
    if how == "own_mail":
        sort(a_mail("Premier.", Message_ID="<zero@example.invalid>", To=tagged(ADDRESS, "d", case.pk)))

    mail = sort(
        a_mail("Voici la suite.\n\nLe 20 nov. 2026 à 10:00, Ville <v@v.fr> a écrit :\n> Bonjour", **headers)
    )

    assert (mail.fate, mail.about) == (MailFate.REPLY, case.pk)
    assert case.messages.get(pk=mail.written).text == "Voici la suite."
    assert Case.objects.count() == 1


@pytest.mark.parametrize("how", ["quoted", "attached", "topic", "last of many", "of a provider", "trace"])
def test_an_answer_is_found_by_what_it_quotes_when_its_headers_lost_all(town, settings, how):
    domain(settings)
    case = lodge(town)
    ours = sent(case)
    subject = f"Reçu (n° {say_number(case.number)})"
    many = " ".join(f"<{number}.un-long-identifiant@exemple.invalid>" for number in range(300))
    headers, text = {
        "quoted": ({}, f"Voici.\n\n> Votre demande a le numéro\n> {say_number(case.number)}."),
        "topic": ({"Subject": "RE: Rappel", "Thread_Topic": subject}, "Voici."),
        "last of many": ({"References": f"{many} {message_id(ours.pk, 'ville.example.invalid')}"}, "Voici."),
        "of a provider": ({"In_Reply_To": message_id(ours.pk, "prestataire.example.invalid")}, "Voici."),
        "trace": ({"Received": f"from mx by mail for <{tagged(ADDRESS, 'd', case.pk)}>; hier"}, "Voici."),
        "attached": ({}, "Voici."),
    }[how]
    raw = a_mail(text, **headers)
    if how == "attached":
        ours_as_sent = f"From: {ADDRESS}\nSubject: Accusé\nMessage-ID: {message_id(ours.pk, 'x')}\n\nReçu."
        raw = with_files(("message.eml", "message/rfc822", ours_as_sent.encode()))

    stranger = sort(raw.replace(SENDER.encode(), b"autre@example.invalid"))
    mail = sort(raw)

    assert (mail.fate, mail.about) == (MailFate.REPLY, case.pk)
    assert (stranger.fate, stranger.reason, stranger.about) == (MailFate.TRIAGE, "unknown_sender", case.pk)


def test_the_number_of_what_was_asked_of_another_body_makes_no_answer_to_it(town):
    elsewhere = lodge(make_town(code="ailleurs"))

    mail = sort(a_mail(f"J’ai aussi écrit à la ville voisine : {say_number(elsewhere.number)}."))

    assert mail.fate == MailFate.NEW_CASE


def test_a_tag_alone_never_gives_access(town):
    case = lodge(town)

    mail = sort(a_mail(From="Un autre <autre@example.invalid>", To=tagged(ADDRESS, "d", case.pk)))

    assert (mail.fate, mail.state, mail.reason) == (MailFate.TRIAGE, MailState.WAITING, "unknown_sender")
    assert (mail.about, mail.teams) == (case.pk, [town.team.pk])
    assert not case.messages.exists()


def test_a_false_tag_is_no_tag(town):
    case = lodge(town)
    address = tagged(ADDRESS, "d", case.pk)
    forged = address[: -len("@ville.example.invalid") - 4] + "aaaa@ville.example.invalid"

    assert sort(a_mail(To=forged)).fate == MailFate.NEW_CASE


def test_a_sender_the_first_server_found_false_waits_for_a_human(town):
    case = lodge(town)
    told = {
        "Authentication_Results": "mx.ville.fr; spf=pass; dmarc=fail (p=reject) header.from=example.invalid"
    }

    assert sort(a_mail(To=tagged(ADDRESS, "d", case.pk), **told)).reason == "forged_sender"
    assert sort(a_mail("Autre", **told)).reason == "forged_sender"


def test_an_unknown_address_waits_for_the_reception_of_the_platform(town):
    desk = TeamFactory(organisation=town.body, receives_for=[town.body])

    mail = sort(a_mail(To="inconnu@ville.example.invalid"))

    assert (mail.fate, mail.reason, mail.teams) == (MailFate.TRIAGE, "unknown_address", [desk.pk])


def test_a_mail_that_cannot_be_read_is_kept_counted_and_can_be_replayed(town):
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(99)
    )
    mail = sort(a_mail().partition(b"\n\n")[0].partition(b"Content-Type")[0] + nested)

    assert (mail.state, mail.reason) == (MailState.WAITING, "unreadable_too_deep")
    replay_mail(mail_id=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.replays) == (MailState.RECEIVED, 1)


def test_a_mail_that_kills_its_readers_is_set_aside_after_three_of_them(town):
    mail = receive(a_mail())
    InboundMail.objects.filter(pk=mail.pk).update(attempts=3)

    sort_mail(mail_id=mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (MailState.WAITING, "reading_never_ended")


def test_one_sender_cannot_fill_the_lists(town, monkeypatch):
    monkeypatch.setattr("parvis.cases.services.mail_in.MOST_AN_HOUR", 2)

    fates = [sort(a_mail(f"Message {number}")).fate for number in range(3)]

    assert fates == [MailFate.NEW_CASE, MailFate.NEW_CASE, MailFate.TRIAGE]


def test_sorting_again_does_nothing(town):
    mail = sort(a_mail())
    sort_mail(mail_id=mail.pk)

    assert Case.objects.count() == 1


def test_the_job_sorts_what_came(town, run_jobs):
    mail = receive(a_mail())

    assert "cases.sort_mail" in run_jobs()
    mail.refresh_from_db()
    assert mail.fate == MailFate.NEW_CASE


def test_a_mail_is_seen_by_those_who_sort_it_then_by_those_of_its_case(town):
    other = make_town(code="autre")
    waiting = sort(a_mail(From="x@example.invalid", To=tagged(ADDRESS, "d", lodge(town).pk)))
    sorted_one = sort(a_mail("Bonjour."))
    lost = sort(a_mail(To=f"{new_id()}@example.invalid"))

    with town.acting():
        assert set(InboundMail.objects.values_list("pk", flat=True)) == {waiting.pk, sorted_one.pk}
    with other.acting():
        assert not InboundMail.objects.exists()
        with pytest.raises(NotFound):
            dismiss_mail(mail_id=waiting.pk)
    assert InboundMail.objects.filter(pk=lost.pk).exists()
