"""An agent's day in Chromium: lists, a case, its gestures, entry during a call; with the keyboard alone too."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from parvis.cases.models import Case, IntakeChannel, LegalState, Message
from parvis.cases.services.messages import answer_person, write_as_person, write_note
from parvis.catalogue.services.library import publish_from_library
from parvis.common import actor, clock
from parvis.organisations.models import Role
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import Town, lodge
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory, TerritoryFactory
from tests.harness.jobs import run_all
from tests.harness.sign_in import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TREE, HORNETS = "abattage-elagage-arbres", "nid-frelons-asiatiques"
ANSWERS = {
    "applicant": {
        "civility": "",
        "first_name": "Aude",
        "last_name": "Vasseur",
        "email": "aude@exemple.fr",
        "phone": "+33612345678",
    },
    "is_owner": True,
    "town": {"code": "76719", "name": "Valmont"},
    "place": {"text": "3 rue des Tilleuls", "lat": 49.745, "lon": 0.515},
    "work": "prune",
    "tree_count": 1,
    "species": "Chêne",
    "reasons": ["upkeep"],
    "reason_details": "Les branches touchent le toit du voisin depuis la tempête de mars.",
}
SUBJECTS = [
    ("Élagage d’un chêne (3 rue des Tilleuls)", "Aude Vasseur", IntakeChannel.WEB, 75),
    ("Abattage de deux tilleuls malades", "Jean Hamel", IntakeChannel.POST, 58),
    ("Élagage d’un arbre au-dessus de l’école", "Zoé Lefèvre", IntakeChannel.PHONE, 40),
    ("Haie qui déborde sur le trottoir", "Marc Petit", IntakeChannel.COUNTER, 12),
    ("Abattage d’un peuplier", "SCI Les Peupliers", IntakeChannel.EMAIL, 1),
]


@pytest.fixture
def town(system):
    place = TerritoryFactory(name="Valmont", code="76719", postcodes=["76540"], square=(0.4, 49.7, 0.6, 49.8))
    body = OrganisationFactory(
        name="Valmont", slug="valmont", territory=place, latitude=49.74, longitude=0.51
    )
    team = TeamFactory(organisation=body, name="Cadre de vie", competent_for=[TREE, HORNETS])
    TeamFactory(organisation=body, name="Urbanisme")
    agent = AgentFactory(
        organisation=body,
        first_name="Camille",
        last_name="Lenoir",
        with_role=Role.CASE_HANDLER,
        with_role__on=[team],
    )
    versions = publish_from_library(organisation=body, codes=[TREE, HORNETS])
    return Town(body, team, agent, versions[0])


@pytest.fixture
def cases(town):
    """Lodge a few cases, the first with a life of its own."""
    made = []
    for subject, name, channel, days in SUBJECTS:
        first, _space, last = name.partition(" ")
        person = PersonDetails(
            first_name=first, last_name=last, email=f"{first.lower()}@exemple.fr", phone="+33612345678"
        )
        made.append(
            lodge(
                town,
                subject=subject,
                person=person,
                channel=channel,
                answers=ANSWERS,
                place="3 rue des Tilleuls",
                latitude=49.745,
                longitude=0.515,
                received_at=clock.now() - timedelta(days=days),
                law={"regime": "SVR", "delay": "2m"},
            )
        )
    run_all()
    with town.acting():
        answer_person(
            case_id=made[0].pk, text="Bonjour,\n\nNous passerons voir l’arbre jeudi.", by=town.session()
        )
        write_note(case_id=made[0].pk, text="Voisin à prévenir avant la coupe.", by=town.session())
    with actor.acting_as(actor.for_job(made[0].pk)):
        write_as_person(case_id=made[0].pk, text="Merci, je serai là jeudi matin.")
    return made


@pytest.fixture
def at_desk(town, live_server, new_page):
    """Return a function that opens the desk, the agent signed in, at a size and in a theme."""

    def open_desk(width=1280, height=800, **options):
        page = new_page(width, height, **options)
        cookie = sign_in(Client(), town.agent).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return open_desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 640), (1280, 800)])
def test_every_page_of_the_desk_is_accessible(at_desk, cases, town, axe, shot, width, height, scheme):
    page = at_desk(width, height, color_scheme=scheme)
    number = cases[0].number
    pages = {
        "queue": "/bureau/files/mes-services/",
        "empty": "/bureau/files/en-attente/",
        "filters": "/bureau/files/mes-services/?filtres=1&voie=phone",
        "case": f"/bureau/demandes/{number}/",
        "transfer": f"/bureau/demandes/{number}/transmettre/",
        "decide": f"/bureau/demandes/{number}/decider/",
        "pieces": f"/bureau/demandes/{number}/pieces/",
        "search": "/bureau/recherche/?q=tilleul",
        "entry": "/bureau/saisie/?q=vass",
        "sheet": f"/bureau/saisie/valmont/{HORNETS}/",
        "own": "/bureau/moi/",
        "assign": f"/bureau/files/attribuer/?demande={number}",
    }
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        shot(page, f"desk-{name}-{width}-{scheme}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_case_is_taken_answered_called_back_and_closed(at_desk, cases, shot):
    page = at_desk()
    page.goto("/bureau/")
    page.get_by_role("link", name="À attribuer").first.click()
    page.get_by_role("link", name="Abattage de deux tilleuls malades").click()
    page.get_by_role("button", name="Prendre").click()
    expect(page.locator("#messages")).to_contain_text("Cette demande est à vous.")
    page.get_by_label("Votre réponse").fill("Nous avons bien reçu votre courrier.")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.locator("#envoi")).to_contain_text("Votre réponse part dans quelques secondes.")
    shot(page, "desk-undo")
    page.get_by_role("button", name="Annuler l’envoi").click()
    expect(page.get_by_label("Votre réponse")).to_have_value("Nous avons bien reçu votre courrier.")
    page.get_by_role("button", name="Envoyer et terminer").click()
    expect(page.get_by_role("button", name="Annuler l’envoi")).to_be_visible()
    with clock.standing_at(clock.now() + timedelta(seconds=11)):
        run_all()
    page.reload()
    expect(page.locator("#fil")).to_contain_text("Nous avons bien reçu votre courrier.")
    with transaction.atomic():
        assert Message.objects.filter(text__startswith="Nous avons bien reçu").count() == 1
        assert Case.objects.get(pk=cases[1].pk).state == LegalState.CLOSED


def test_gestures_open_in_place_and_say_what_is_wrong(at_desk, cases, shot):
    page = at_desk()
    page.goto(f"/bureau/demandes/{cases[0].number}/")
    page.get_by_role("link", name="Décider").click()
    expect(page.locator("#geste h2")).to_be_focused()
    assert page.url.endswith(f"{cases[0].number}/")
    page.get_by_label("refusée").check()
    page.locator("#geste").get_by_role("button", name="Décider").click()
    expect(page.get_by_role("alert")).to_contain_text("Un refus dit sur quels textes")
    shot(page, "desk-refused")


def test_a_day_with_the_keyboard_alone(at_desk, cases, shot):
    page = at_desk()
    page.goto("/bureau/files/mes-services/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row][data-current] .case-subject")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#messages")).to_contain_text("Attribution faite")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    shot(page, "desk-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/demandes/\d{12}/$"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("t")
    expect(page.locator("#geste-titre")).to_be_focused()  # the gesture has arrived whole
    page.keyboard.press("r")
    expect(page.get_by_label("Votre réponse")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("peupl")
    expect(page.locator("#trouve")).to_contain_text("Abattage d’un peuplier")
    shot(page, "desk-suggest")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("peupl")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/bureau/saisie/"))


def test_a_call_is_entered_in_under_a_minute(at_desk, town, shot):
    page = at_desk()
    page.goto("/bureau/saisie/")
    page.get_by_label("Qui parle, ou pour quelle démarche ?").fill("frelon")
    page.get_by_role("link", name=re.compile("frelons", re.IGNORECASE)).click()
    for key in ("insect", "nest_size", "height", "land"):
        page.locator(f"[data-field={key}] label").nth(0).click()
    page.locator("[data-field=support] label", has_text="arbre").first.click()
    for part, value in (("day", "1"), ("month", "6"), ("year", "2026")):
        page.locator(f"[name='seen_on.{part}']").fill(value)
    page.locator("[name='place.text']").fill("3 rue des Tilleuls")
    page.locator("[data-field=exposed]").get_by_label("Oui").check()
    expect(page.locator("[data-field=exposed_who]")).to_be_visible()
    page.locator("[data-field=exposed]").get_by_label("Non").check()
    expect(page.locator("[data-field=exposed_who]")).to_be_hidden()
    page.locator("[data-field=wants_news]").get_by_label("Oui").check()
    page.locator("[name='reporter.last_name']").fill("Hamel")
    page.locator("[name='reporter.phone']").fill("02 35 00 00 01")
    shot(page, "desk-call")
    page.get_by_role("button", name="Enregistrer la demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demande enregistrée")
    shot(page, "desk-entered")
    with transaction.atomic():
        case = Case.objects.get()
    assert (case.channel, case.person_name) == (IntakeChannel.PHONE, "Hamel")


TYPED_A_SECOND = 40 * 6 / 60  # forty words a minute, of five letters and a space
A_GESTURE = 1.5  # seconds to find a thing on the page and click it


def test_a_call_of_someone_known_takes_less_than_45_seconds(at_desk, town, cases, shot):
    publish_from_library(organisation=town.body, codes=["contact"])
    TeamFactory(organisation=town.body, name="Accueil", competent_for=["contact"])
    page = at_desk()
    page.goto("/bureau/saisie/")
    typed = gestures = 0

    def type_in(label, text):
        nonlocal typed
        page.get_by_label(label).press_sequentially(text)
        typed += len(text)

    def click(found):
        nonlocal gestures
        found.click()
        gestures += 1

    type_in("Qui parle, ou pour quelle démarche ?", "vass")
    click(page.get_by_role("link", name=re.compile("Aude Vasseur")).first)
    type_in("Quelle démarche ?", "quest")
    click(page.get_by_role("link", name="Poser une question à la mairie"))
    shot(page, "desk-known-caller")
    click(page.locator("[data-field=topic] label").first)
    page.keyboard.press("Tab")
    type_in("Votre question en quelques mots", "Banc cassé rue des Tilleuls")
    page.keyboard.press("Tab")
    type_in("Votre message", "Une latte manque depuis lundi, un enfant est tombé. Elle demande quand.")
    click(page.get_by_role("button", name="Enregistrer la demande"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Demande enregistrée")

    assert typed / TYPED_A_SECOND + gestures * A_GESTURE <= 45
    with transaction.atomic():
        case = Case.objects.get(procedure_code="contact")
        assert (case.channel, case.person_name) == (IntakeChannel.PHONE, "Aude Vasseur")
        assert case.person_id == cases[0].person_id


def test_the_desk_works_without_javascript(at_desk, cases):
    page = at_desk(java_script_enabled=False)
    page.goto("/bureau/files/sans-agent/")
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="Me les attribuer").click()
    expect(page.locator("#messages")).to_contain_text("Attribution faite")
    page.get_by_role("link", name="Filtrer").click()
    page.get_by_label("Voie d’arrivée").select_option("phone")
    page.get_by_role("button", name="Filtrer", exact=True).click()
    page.get_by_role("link", name="Élagage d’un arbre au-dessus de l’école").click()
    page.get_by_role("link", name="Demander des pièces").click()
    page.get_by_label("Pièces à demander").fill("Plan de situation")
    page.locator("#geste").get_by_role("button", name="Demander des pièces").click()
    expect(page.locator("#messages")).to_contain_text("Pièces demandées")
