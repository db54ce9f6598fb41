"""A resident asks to prune a tree: on the narrowest phone, with and without JavaScript, stopping and resuming."""

import gzip
import io
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from PIL import Image
from playwright.sync_api import expect

from parvis.cases.models import Case
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.letters import issue_receipt
from parvis.cases.services.messages import answer_person
from parvis.cases.services.pieces import ask_for_pieces
from parvis.common import actor, clock, proofs
from parvis.documents.queries import issued_documents
from parvis.people.services.persons import PersonDetails, record_person
from tests.factories.cases import a_deposit
from tests.portal.conftest import TREE, make_town_of_library

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
START = f"/valmont/demarches/{TREE}/"


@contextmanager
def as_system():
    """Read or arrange as the all-seeing system: outside a transaction nothing is seen."""
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        yield


@pytest.fixture(autouse=True)
def town():
    with as_system():
        return make_town_of_library()


def photo(name):
    made = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(made, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}


def onwards(page):
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.wait_for_load_state("networkidle")


def tell_who(page):
    page.locator("[name='applicant.first_name']").fill("Aude")
    page.locator("[name='applicant.last_name']").fill("Vasseur")
    page.locator("[name='applicant.email']").fill("aude@exemple.fr")
    page.locator("[name='applicant_address.street']").fill("12 rue des Lilas")
    page.locator("[name='applicant_address.postcode']").fill("76540")
    page.locator("[name='applicant_address.city']").fill("Valmont")
    page.locator("[name=is_owner][value=yes]").check()


def tell_what(page):
    page.get_by_label("Élaguer", exact=True).check()
    page.locator("[name=tree_count]").fill("1")
    page.locator("[name=species]").fill("Chêne")
    page.locator("[name=girth]").fill("180")
    page.get_by_label("isolés").check()
    page.locator("[name=seen_from_road][value=yes]").check()
    page.get_by_label("C’est un entretien normal").check()
    page.locator("[name=reason_details]").fill("Les branches touchent le toit.")


def fits(page, width):
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def heading(page):
    assert page.locator("h1").count() == 1
    return page.locator("h1").inner_text()


@pytest.mark.parametrize(("width", "height", "scheme"), [(320, 640, "light"), (1280, 800, "dark")])
def test_a_whole_deposit_with_map_and_files(new_page, axe, shot, width, height, scheme):
    page = new_page(width, height, color_scheme=scheme)

    def seen(name):
        fits(page, width)
        assert page.title()
        assert heading(page)
        axe(page)
        shot(page, f"resident-{name}-{width}")

    page.goto("/valmont/")
    seen("home")
    page.get_by_role("searchbox").fill("couper un arbre")
    page.get_by_role("button", name="Rechercher").click()
    seen("search")
    page.get_by_role("link", name="Abattre ou élaguer un arbre").click()
    seen("procedure")
    page.get_by_role("button", name="Commencer").click()
    seen("who")
    onwards(page)
    expect(page).to_have_title(re.compile("^À corriger"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    seen("who-wrong")
    tell_who(page)
    page.locator("[name=is_owner][value=no]").check()
    page.locator("[name='owner.last_name']").wait_for(state="visible")
    page.locator("[name=is_owner][value=yes]").check()
    page.locator("[name='owner.last_name']").wait_for(state="hidden")
    onwards(page)
    page.locator("[name='town.text']").fill("valm")
    page.get_by_role("option", name="Valmont (76540)").wait_for()
    seen("suggestions")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("[data-point-map].leaflet-container").wait_for()
    page.locator("[data-point-map]").click(position={"x": 120, "y": 150})
    assert float(page.locator("[name='place.lat']").input_value()) > 49
    page.get_by_label("Je ne sais pas").check()
    page.locator("input[name=sketch]").set_input_files(photo("croquis.jpg"))
    page.locator(".file-name", has_text="croquis.jpg").wait_for()
    seen("place")
    onwards(page)
    tell_what(page)
    seen("what")
    onwards(page)
    page.locator("input[name=photos]").set_input_files([photo(f"{number}.jpg") for number in range(3)])
    page.locator(".file-name", has_text="2.jpg").wait_for()
    seen("photos")
    onwards(page)
    seen("review")
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.get_by_role("heading", name="Nous avons reçu votre demande", level=1).wait_for()
    seen("receipt")
    with as_system():
        case = Case.objects.get()
        assert case.latitude > 49
        assert case.attachments.count() == 4
    page.get_by_role("link", name="Suivre ma demande").last.click()
    seen("follow-up")
    page.locator("#text").fill("Je serai là lundi.")
    page.get_by_role("button", name="Envoyer mon message").click()
    page.get_by_text("Je serai là lundi.").wait_for()
    seen("written")


def test_a_deposit_without_javascript_back_and_forth_and_sent_once(new_page, axe):
    page = new_page(320, 640, java_script_enabled=False)
    page.goto(START)
    page.get_by_role("button", name="Commencer").click()
    tell_who(page)
    page.locator("[name='applicant.email']").fill("aude@")
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page).to_have_title(re.compile("^À corriger"))
    expect(page.locator("[name='applicant.last_name']")).to_have_value("Vasseur")
    page.locator("[name='applicant.email']").fill("aude@exemple.fr")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.locator("[name='town.text']").fill("valm")
    page.locator("[name='place.text']").fill("Au fond du jardin")
    page.get_by_role("button", name="Revenir").click()
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("[name='place.text']")).to_have_value("Au fond du jardin")
    expect(page.locator("[name='town.text']")).to_have_value("Valmont")
    page.get_by_label("Je ne sais pas").check()
    page.locator("input[name=sketch]").set_input_files(photo("croquis.jpg"))
    page.get_by_role("button", name="Continuer", exact=True).click()
    tell_what(page)
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.locator("input[name=photos]").set_input_files([photo(f"{number}.jpg") for number in range(3)])
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_role("button", name="Envoyer ma demande").dblclick()
    page.get_by_role("heading", name="Nous avons reçu votre demande", level=1).wait_for()
    page.reload()
    page.go_back()
    page.go_forward()
    number = page.locator(".receipt-number strong").inner_text()
    with as_system():
        assert Case.objects.count() == 1
        assert Case.objects.get().number == re.sub(r"\D", "", number)


def test_a_deposit_is_taken_up_on_another_device_by_its_code(new_page, axe):
    page = new_page(320, 640)
    page.goto(START)
    page.get_by_role("button", name="Commencer").click()
    tell_who(page)
    onwards(page)
    page.get_by_role("button", name="Continuer plus tard").click()
    code = page.locator("[data-copy-value]").inner_text()
    fits(page, 320)
    axe(page)
    other = new_page(1280, 800)
    other.goto("/depot/reprendre/")
    axe(other)
    other.get_by_label("Votre code de reprise").fill(code.lower())
    other.get_by_role("button", name="Reprendre").click()
    other.locator("[name='town.text']").wait_for()
    other.get_by_role("button", name="Revenir").click()
    expect(other.locator("[name='applicant.last_name']")).to_have_value("Vasseur")


def test_a_deposit_is_begun_and_filled_with_the_keyboard_alone(new_page):
    page = new_page(1280, 800)
    page.goto(START)
    button = page.get_by_role("button", name="Commencer")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.locator("[name='applicant.first_name']").focus()
    page.keyboard.type("Aude")
    page.keyboard.press("Tab")
    page.keyboard.type("Vasseur")
    page.keyboard.press("Enter")
    page.locator("[data-error-summary]").wait_for()
    expect(page.locator("[name='applicant.last_name']")).to_have_value("Vasseur")


PUBLIC = [
    "/",
    "/?commune=valm",
    "/valmont/",
    "/valmont/recherche/?q=arbre",
    "/valmont/recherche/?q=zzzz",
    START,
    "/depot/reprendre/",
    "/suivi/",
    "/verifier/",
    "/aide/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/mon-espace/connexion/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 640), (1280, 800)])
def test_no_public_page_has_a_violation_of_accessibility(new_page, axe, shot, width, height, scheme):
    page = new_page(width, height, color_scheme=scheme)
    for address in PUBLIC:
        page.goto(address)
        fits(page, width)
        assert heading(page)
        axe(page)
        shot(page, f"public{re.sub(r'[^a-z]+', '-', address)}-{width}-{scheme}")


@pytest.fixture
def signed_in(town):
    """Make a person whose demand waits for pieces; return her session's key and her pages."""
    with as_system():
        person = record_person(
            details=PersonDetails(first_name="Aude", last_name="Vasseur", email="a@exemple.fr")
        )
        case = register_deposit(deposit=a_deposit(town, person=None, person_id=person.pk))
        issue_receipt(case_id=case.pk)
        code = issued_documents(case.pk)[0].code
        session = SessionStore()
        session[proofs.PERSON_KEY] = str(person.pk)
        session.save()
    with town.acting(), transaction.atomic():
        due_on = clock.today() + timedelta(days=15)
        ask_for_pieces(case_id=case.pk, labels=["Un plan"], due_on=due_on, text="", by=town.session())
        answer_person(case_id=case.pk, text="Il nous manque un plan.", by=town.session())
    pages = ["/mon-espace/", "/mon-espace/profil/", f"/suivi/{case.number}/", f"/verifier/{code}/"]
    return session.session_key, pages


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]
)
def test_no_page_of_ones_own_has_a_violation_of_accessibility(new_page, axe, shot, signed_in, width, scheme):
    key, pages = signed_in
    page = new_page(width, 700, color_scheme=scheme)
    page.goto("/")
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": page.url}])
    for address in pages:
        page.goto(address)
        fits(page, width)
        assert heading(page)
        axe(page)
        shot(page, f"own{re.sub(r'[^a-z]+', '-', address)}-{width}-{scheme}")


def test_a_first_view_is_light(new_page):
    for address in ("/", "/valmont/", START):
        page, answers = new_page(320, 640), []
        page.on("response", lambda answer, kept=answers: kept.append(answer))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert len(answers) <= 8, [answer.url for answer in answers]
        assert sum(len(gzip.compress(answer.body())) for answer in answers) <= 60_000
