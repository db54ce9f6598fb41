"""E-mails that wait for a human, at the desk."""

import pytest
from django.urls import reverse

from parvis.cases.models import Case
from parvis.cases.services.mail_in import sort_mail
from parvis.channels.mail.tags import tagged
from parvis.channels.models import (
    InboundMail,
    MailAddress,
    Mailbox,
    MailFate,
    MailState,
    OutboundMessage,
)
from parvis.channels.services.boxes import BoxSettings, set_mailbox
from parvis.channels.services.receive import source_of
from parvis.common import actor, clock
from parvis.organisations.models import Role
from tests.factories.cases import lodge, make_town
from tests.factories.mails import ADDRESS, CONTACT, a_mail, receive, take_mail, with_files
from tests.factories.organisations import AgentFactory

pytestmark = pytest.mark.usefixtures("system")
STRANGER = "Un autre <autre@example.invalid>"


@pytest.fixture
def town():
    made = make_town(code="contact", definition=CONTACT)
    take_mail(made, team=made.team)
    return made


@pytest.fixture
def case(town):
    return lodge(town)


@pytest.fixture
def waiting(case):
    return _sorted(a_mail("Je peux le voir ?", From=STRANGER, To=tagged(ADDRESS, "d", case.pk)))


def _sorted(raw):
    mail = receive(raw)
    with actor.acting_as(actor.NOBODY):
        return sort_mail(mail_id=mail.pk)


def address(name, mail):
    return reverse(f"desk:{name}", args=[mail.pk])


def fresh(mail):
    return InboundMail.objects.get(pk=mail.pk)


def test_what_waits_is_listed_with_its_reason_and_counted(desk, waiting):
    page = desk.get(reverse("desk:mails")).text

    assert "Un banc cassé" in page
    assert "son expéditeur n’y est pas connu" in page
    assert "E-mails à trier" in desk.get(reverse("desk:queue", args=["toutes"])).text


def test_a_mail_is_shown_harmless(desk, case):
    html = '<p onclick="x()">Bonjour <script>alert(1)</script><img src="https://pisteur.example/x.png"></p>'
    raw = (
        a_mail(From=STRANGER, To=tagged(ADDRESS, "d", case.pk))
        .partition(b"\n\n")[0]
        .partition(b"Content-Type")[0]
    )
    mail = _sorted(raw + b"Content-Type: text/html\n\n" + html.encode())

    page = desk.get(address("mail", mail)).text

    assert "Bonjour" in page
    assert not [bad for bad in ("onclick=", "alert(1)", "pisteur") if bad in page]


def test_the_original_is_saved_never_run(desk, waiting):
    answer = desk.get(address("mail_original", waiting))

    assert answer.content == source_of(waiting)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_joining_a_mail_makes_its_sender_known_to_the_case(desk, case, waiting):
    desk.post(address("mail_join", waiting), {"numero": case.number})

    assert (fresh(waiting).fate, fresh(waiting).state) == (MailFate.REPLY, MailState.SORTED)
    assert case.messages.get().text == "Je peux le voir ?"
    again = _sorted(a_mail("Encore moi", From=STRANGER, To=tagged(ADDRESS, "d", case.pk)))
    assert again.fate == MailFate.REPLY


def test_a_number_that_is_no_case_is_refused_and_the_mail_still_waits(desk, waiting):
    answer = desk.post(address("mail_join", waiting), {"numero": "1234"})

    assert answer.status_code == 422
    assert fresh(waiting).state == MailState.WAITING


def test_a_machine_s_mail_can_be_made_a_case_and_is_not_answered(desk, town, run_jobs):
    mail = _sorted(a_mail(From="noreply@example.invalid"))
    desk.post(address("mail_make", mail), {"demarche": f"{town.body.pk}:contact"})
    run_jobs()

    case = Case.objects.get(pk=fresh(mail).about)
    assert case.subject == "Un banc cassé"
    assert not OutboundMessage.objects.exists()


def test_a_mail_not_for_us_is_set_apart_and_can_be_read_again(desk, waiting):
    desk.post(address("mail_dismiss", waiting))
    assert fresh(waiting).state == MailState.DISMISSED

    desk.post(address("mail_replay", waiting))
    assert fresh(waiting).state == MailState.RECEIVED


def test_what_is_sorted_is_not_sorted_twice(desk, town):
    mail = _sorted(a_mail())

    assert desk.post(address("mail_dismiss", mail)).status_code == 409
    assert "Cet e-mail est classé" in desk.get(address("mail", mail)).text


def test_the_case_leads_to_the_original_of_what_came_by_mail(desk, town):
    mail = _sorted(with_files(("a.exe", "application/octet-stream", b"MZ\x90")))
    case = Case.objects.get(pk=mail.about)

    assert address("mail", mail) in desk.get(reverse("desk:case", args=[case.number])).text


def test_another_body_s_agent_finds_no_mail(at_desk, waiting):
    other = make_town(code="autre")

    assert at_desk(other.agent).get(address("mail", waiting)).status_code == 404


def test_an_administrator_adds_an_address_and_sees_the_boxes(at_desk, town):
    admin = at_desk(AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN))
    box = BoxSettings(name="Mairie", host="imap.example.invalid", login="mairie", password="secret")
    set_mailbox(organisation=town.body, box=box)
    page = reverse("desk:mail_boxes")

    refused = admin.post(page, {"adresse": "voirie", "service": "", "demarche": "contact"})
    admin.post(page, {"adresse": "voirie@ville.fr", "service": "", "demarche": "contact"})

    assert refused.status_code == 422
    shown = admin.get(page).text
    assert "imap.example.invalid" in shown
    assert "secret" not in shown
    Mailbox.objects.update(failures=2, last_error="network_ConnectionRefusedError", next_try_at=clock.now())
    shown = admin.get(page).text
    assert "Le serveur ne répond pas. 2 essais ont échoué" in shown
    assert "Rien n’est perdu" in shown
    made = MailAddress.objects.get(address="voirie@ville.fr")
    admin.post(reverse("desk:mail_address_retire", args=[made.pk]))
    made.refresh_from_db()
    assert not made.is_active
