"""Scanned post at the desk: given, sorted beside its picture, what could not be read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parvis.cases.models import Case, LearntSorting, Message
from parvis.cases.services.letters import issue_receipt
from parvis.cases.services.post_in import read_pile
from parvis.channels.models import (
    InboundLetter,
    LetterState,
    MessageState,
    OutboundMessage,
    PileState,
    PostPile,
)
from parvis.common import actor, clock
from parvis.documents.models import IssuedDocument
from parvis.documents.verification import verification_url
from parvis.organisations.models import Role
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.factories.mails import CONTACT
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.post import a_page, a_sheet, as_pdf, keep

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town():
    return make_town(code="contact", definition=CONTACT)


def read(pile):
    with actor.acting_as(actor.for_job(pile.pk, label="post")):
        read_pile(pile_id=pile.pk)
    return list(InboundLetter.objects.filter(pile=pile).order_by("first_page"))


@pytest.fixture
def letters(town):
    return read(keep(town, as_pdf(a_page("Un"), a_sheet(), a_page("Deux"))))


def address(name, row):
    return reverse(f"desk:{name}", args=[row.pk])


def entered(town, **more):
    said = {
        "demarche": f"{town.body.pk}:contact",
        "tampon": "2026-03-02",
        "objet": "Un banc cassé",
        "texte": "Le banc est cassé.",
        "nom": "Aude Vasseur",
        **more,
    }
    return {f"saisie-{name}": value for name, value in said.items()}


def test_scans_given_by_hand_wait_to_be_read_and_twice_is_once(desk, town):
    form = {"pour": f"{town.body.pk}:", "separe": "sheets", "tampon": ""}
    scan = as_pdf(a_page("Un"))
    for name in ("liasse.pdf", "encore.pdf"):
        file = SimpleUploadedFile(name, scan, content_type="application/pdf")
        answer = desk.post(reverse("desk:post_give"), {**form, "fichiers": file})

    assert answer.status_code == 302
    assert (PostPile.objects.get().name, PostPile.objects.get().given_by) == ("liasse.pdf", town.agent)
    page = desk.get(reverse("desk:post")).text
    assert "1 fichier est en cours de lecture" in page
    assert "Déjà donné, rien n’est doublé : encore.pdf" in page


def test_letters_are_listed_counted_and_shown_beside_the_short_form(desk, letters):
    listed = desk.get(reverse("desk:post")).text
    page = desk.get(address("letter", letters[1])).text

    assert listed.count("data-row") == 2
    assert "Courrier à trier" in desk.get(reverse("desk:queue", args=["toutes"])).text
    assert reverse("desk:letter_page", args=[letters[1].pk, 1]) in page
    picture = desk.get(reverse("desk:letter_page", args=[letters[1].pk, 1]))
    assert (picture["Content-Type"], picture.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_the_stamp_is_asked_and_never_supposed(desk, town, letters):
    answer = desk.post(address("letter_make", letters[0]), entered(town, tampon=""))

    assert answer.status_code == 422
    assert "Recopiez la date du tampon d’arrivée." in answer.text
    assert not Case.objects.exists()


def test_a_letter_made_a_demand_leads_to_the_next_one(desk, town, letters):
    answer = desk.post(address("letter_make", letters[0]), entered(town))

    assert answer["Location"] == address("letter", letters[1])
    case = Case.objects.get()
    assert (case.subject, f"{case.received_at:%Y-%m-%d}") == ("Un banc cassé", "2026-03-02")
    assert desk.post(address("letter_make", letters[0]), entered(town)).status_code == 409


def test_a_letter_joins_a_demand_by_its_number(desk, town, letters):
    case = lodge(town)
    wrong = desk.post(
        address("letter_join", letters[0]), {"joindre-numero": "ZZZ", "joindre-tampon": "2026-03-02"}
    )
    desk.post(
        address("letter_join", letters[0]), {"joindre-numero": case.number, "joindre-tampon": "2026-03-02"}
    )

    assert wrong.status_code == 422
    assert Message.objects.get(case=case).channel == "post"


def test_a_letter_set_apart_stays_kept(desk, letters):
    desk.post(address("letter_dismiss", letters[0]))

    assert InboundLetter.objects.get(pk=letters[0].pk).state == LetterState.DISMISSED
    assert "liasse.pdf" in desk.get(reverse("desk:post"), {"voir": "ecartes"}).text


def test_what_cannot_be_read_is_shown_with_its_reason_saved_and_read_again(desk, town):
    pile = keep(town, b"MZ\x90\0 programme", name="facture.pdf")
    read(pile)

    page = desk.get(reverse("desk:post"), {"voir": "illisibles"}).text
    original = desk.get(address("pile_original", pile))
    desk.post(address("pile_again", pile), {"geste": "relire"})

    assert "Ce n’est ni un PDF, ni une image." in page
    assert (original.content[:2], original["Content-Type"]) == (b"MZ", "application/octet-stream")
    assert PostPile.objects.get().state == PileState.RECEIVED


def test_the_sheet_to_print_names_a_service_of_the_agent(desk, town):
    answer = desk.get(reverse("desk:post_sheet"), {"service": town.team.pk})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_who_sorts_for_another_team_sees_nothing_of_it(town, letters, at_desk):
    other = AgentFactory(
        organisation=town.body,
        with_role=Role.CASE_HANDLER,
        with_role__on=[TeamFactory(organisation=town.body)],
    )
    page = at_desk(other)

    assert page.get(address("letter", letters[0])).status_code == 404
    assert page.get(address("letter_pdf", letters[0])).status_code == 404
    assert page.get(reverse("desk:letter_page", args=[letters[0].pk, 1])).status_code == 404


def test_words_typed_from_a_letter_suggest_a_procedure_and_lose_nothing(desk, town, letters):
    counts = {
        "classes": {"contact": 30, "voirie": 30},
        "words": {"banc": {"contact": 20}, "trou": {"voirie": 20}},
        "tested": 12,
        "hits": 11,
        "usual": 6,
    }
    LearntSorting.objects.create(organisation=town.body, counts={"procedure": counts}, learnt_at=clock.now())
    typed = {**entered(town, demarche=""), "proposer": "oui"}
    page = desk.post(address("letter_make", letters[0]), typed)
    said = page.content.decode().replace("\u00a0", " ")

    assert page.status_code == 200
    assert "Mots qui ont compté : banc" in said
    assert "Le banc est cassé." in said
    assert f'value="{town.body.pk}:contact" selected' in said
    assert not Case.objects.exists()


def test_a_letter_of_ours_that_came_back_is_noted_from_its_picture(desk, town):
    details = PersonDetails(
        last_name="Vasseur", preferred_channel="post", postal_address="12 rue du Port\n29000 Quimper"
    )
    case = lodge(town, person=details)
    issue_receipt(case_id=case.pk)
    code = IssuedDocument.objects.get(about=case.pk).code
    OutboundMessage.objects.filter(about=case.pk, channel="post").update(state=MessageState.SENT)
    [letter] = read(keep(town, as_pdf(a_page("Accusé", code=verification_url(code)))))

    assert "Notre courrier est revenu" in desk.get(address("letter", letter)).content.decode()
    noted = {"revenu-tampon": "", "revenu-motif": "returned_unknown"}
    assert desk.post(address("letter_returned", letter), noted).status_code == 422
    assert (
        desk.post(address("letter_returned", letter), {**noted, "revenu-tampon": "2026-03-02"}).status_code
        == 302
    )
    assert OutboundMessage.objects.get(about=case.pk, channel="post").state == MessageState.BOUNCED


def test_a_demand_made_of_words_shows_no_answer_as_changed(desk, town, letters):
    desk.post(address("letter_make", letters[0]), entered(town))
    page = desk.get(reverse("desk:case", args=[Case.objects.get().number])).content.decode()
    assert "Le banc est cassé." in page
    assert "modifié" not in page
