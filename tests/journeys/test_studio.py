"""A builder’s day in Chromium: a form built by keyboard alone, tried, put online, filled; screens looked at."""

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from parvis.catalogue.services.drafts import open_draft
from parvis.catalogue.services.shared_blocks import record_block
from parvis.common import actor
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories import lists
from tests.factories.catalogue import field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory, TerritoryFactory
from tests.harness.sign_in import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CODE = "demander-un-composteur"
HOME = f"/atelier/valmont/demarches/{CODE}/"
LAST = "(dernier)"
TEXTS = {
    "t.summary": "Pour composter chez soi.",
    "t.category": "Déchets",
    "t.law.regime": LAST,
    "t.data_notice.purpose": "Livrer le composteur.",
    "t.data_notice.legal_basis": LAST,
    "t.data_notice.recipients": "Le service des déchets",
    "t.data_notice.retention": "Six mois.",
    "t.other_ways.counter": "À la mairie.",
}


@pytest.fixture
def town(system):
    place = TerritoryFactory(name="Valmont", code="76719", postcodes=["76540"], square=(0.4, 49.7, 0.6, 49.8))
    body = OrganisationFactory(name="Valmont", slug="valmont", territory=place)
    TeamFactory(organisation=body, name="Déchets", competent_for=[CODE, "inscription", "essai"])
    builder = AgentFactory(
        organisation=body, first_name="Julie", last_name="Caron", with_role=Role.PROCEDURE_BUILDER
    )
    return body, builder


@pytest.fixture
def at_studio(town, live_server, new_page):
    """Return a function that opens the studio, the builder signed in, at a size and in a theme."""

    def open_studio(width=1280, height=800, **options):
        page = new_page(width, height, **options)
        cookie = sign_in(Client(), town[1]).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return open_studio


class Keys:
    """A page used with the keyboard alone."""

    def __init__(self, page):
        self.page, self.press = page, page.keyboard.press

    def reach(self, said, most=150):
        """Move from one thing to the next until the one wanted has the focus."""
        for _turn in range(most):
            if self.page.evaluate("(said) => document.activeElement?.matches(said)", said):
                return
            self.press("Tab")
        raise AssertionError(f"{said} is out of the keyboard's reach")

    def type(self, said, text):
        """Type in a box; in a list, go down to a value."""
        self.reach(said)
        if text == LAST:
            self.press("End")
        else:
            self.page.keyboard.type(text)

    def follow(self, said, address):
        """Press what is wanted, and wait for the page it leads to."""
        self.reach(said)
        with self.page.expect_navigation(url=address):
            self.press("Enter")

    def add(self, line):
        """Write a question on its line."""
        box = self.page.locator("#q-new-label")
        expect(box).to_be_focused()
        expect(box).to_have_value("")
        self.page.wait_for_load_state()  # before, the page is the one without scripts
        self.page.keyboard.type(line)
        self.press("Enter")

    def leave_the_line(self):
        """Stop writing, once the line waits for the next question."""
        box = self.page.locator("#q-new-label")
        expect(box).to_be_focused()
        expect(box).to_have_value("")
        self.press("Escape")


def test_a_form_is_built_tried_published_and_filled(at_studio, new_page, town, shot):
    page = at_studio()
    keys = Keys(page)
    page.goto("/atelier/valmont/")
    expect(page.get_by_role("link", name="Nouvelle démarche").first).to_be_visible()
    keys.press("n")
    expect(page.locator("#q-title")).to_be_focused()
    page.keyboard.type("Demander un composteur")
    keys.press("Enter")
    for line, said in (
        ("# Vous", "Étape « Vous » ajoutée"),
        ("Vos coordonnées /personne", "ajoutée : personne"),
        ("# Le composteur", "Étape « Le composteur » ajoutée"),
        ("Taille : 300 litres / 600 litres", "ajoutée : choix unique"),
        ("Avez-vous un jardin ? oui / non", "ajoutée : oui ou non"),
        ("Si oui, surface du jardin", "ajoutée : nombre"),
    ):
        keys.add(line)
        expect(page.locator(".studio-said")).to_contain_text(said)
    expect(page.locator("#plan [data-row]")).to_have_count(4)
    keys.leave_the_line()
    for key, left in (("z", 3), ("z", 2), ("Z", 3), ("Z", 4)):
        keys.press(key)
        expect(page.locator("#plan [data-row]")).to_have_count(left)
        expect(page.locator("#etat button").first).to_be_focused()
    _write_texts(page, keys)
    _try_it(page, keys, new_page, shot)
    keys.follow("a[href$='/publier/']", "**/publier/")
    expect(page.get_by_text("Rien n’empêche de publier")).to_be_visible()
    keys.type("#q-reason", "Demandé par le conseil")
    keys.reach("form.panel button.button-primary")
    keys.press("Enter")
    expect(page.locator("#messages")).to_contain_text("La version 1 est en ligne.")
    _fill_it(new_page)


def _write_texts(page, keys):
    keys.press("Escape")
    keys.follow("a[href$='/textes/']", "**/textes/")
    for name, text in TEXTS.items():
        keys.type(f"[name='{name}']", text)
        keys.press("Tab")
    keys.follow(".sheet-actions button", "**/textes/")
    expect(page.locator("#messages")).to_contain_text("enregistré")


def _try_it(page, keys, new_page, shot):
    keys.follow("a[href$='/essai/']", "**/essai/")
    keys.reach("main form button")
    keys.press("Enter")
    expect(page.locator("[data-copy-value]")).to_be_visible()
    link = page.locator("[data-copy-value]").inner_text()
    colleague = new_page(320, 640)
    colleague.goto(link)
    expect(colleague.get_by_text("Ceci est un essai")).to_be_visible()
    colleague.get_by_label("Elle concerne").select_option(label="Vos coordonnées")
    colleague.get_by_label("Votre remarque").fill("Le téléphone suffit.")
    colleague.get_by_role("button", name="Envoyer ma remarque").click()
    expect(colleague.get_by_text("Merci, votre remarque est arrivée.")).to_be_visible()
    shot(colleague, "studio-trial-320")
    page.goto(f"{HOME}questions/q/coordonnees/")
    expect(page.locator("#remarques")).to_contain_text("Le téléphone suffit.")


def _fill_it(new_page):
    page = new_page(320, 640)
    page.goto(f"/valmont/demarches/{CODE}/")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Prénom").fill("Aude")
    page.get_by_label("Nom", exact=True).fill("Vasseur")
    page.get_by_label("Adresse e-mail").fill("aude@exemple.fr")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_label("300 litres").check()
    surface = page.get_by_label("Surface du jardin")
    expect(surface).to_be_hidden()
    page.get_by_label("Oui").check()
    surface.fill("250")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.wait_for_url("**/recu/")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_screen_of_the_studio_is_accessible(at_studio, town, axe, width, scheme):
    _furnish(*town)
    page = at_studio(width, 800, color_scheme=scheme)
    home, body = "/atelier/valmont/demarches/inscription/", "/atelier/valmont/"
    pages = {
        "new": f"{body}nouvelle/",
        "question": f"{home}questions/q/enfants/",
        "add": f"{home}questions/ajouter/?etape=p1",
        "texts": f"{home}textes/",
        "remarks": f"{home}remarques/",
        "publish": f"{home}publier/",
        "changes": f"{home}historique/2/changements/",
        "table": f"{body}tables/rues/",
        "source-edit": f"{body}sources/rues/modifier/",
        "block": f"{body}blocs/enfants/",
        "block-edit": f"{body}blocs/enfants/modifier/",
        "block-spread": f"{body}blocs/enfants/reporter/",
    }
    for name, address in pages.items():
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def _furnish(body, builder):
    """Give the body a procedure whose next version is written, a table, a source, a shared block that changed."""
    child = [field("text", "prenom", label="Prénom")]
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        record_block(organisation=body, code="enfants", title="Enfants", fields=child)
        version = publish(
            body,
            [field("block", "enfants", label="Enfants", fields=child, block="enfants", repeat={"max": 5})],
            code="inscription",
            title="Inscrire ses enfants",
        )
        next_one = [*child, field("date", "naissance", label="Né le")]
        record_block(organisation=body, code="enfants", title="Enfants", fields=next_one)
        lists.table(body, lists.row("1", "Rue des Lilas", commune="Valmont"))
        lists.source(body)
        open_draft(procedure_id=version.procedure_id, by=agent_session(builder.pk))


def test_a_repeated_block_and_a_way_out_are_filled_without_javascript(town, new_page, shot):
    body, _builder = town
    fields = [field("text", "prenom", label="Prénom"), field("date", "naissance", label="Né le")]
    repeat = {"min": 1, "max": 3, "add_label": "Ajouter un enfant", "item_label": "Enfant"}
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        version = publish(
            body,
            [field("yes_no", "habitant", label="Habitez-vous Valmont ?")],
            [field("block", "enfants", label="Vos enfants", fields=fields, repeat=repeat)],
            code="essai",
        )
        page_one = version.definition["form"]["pages"][0]
        page_one["exits"] = [
            {
                "when": "habitant == false",
                "title": "Cette démarche est réservée aux habitants",
                "text": "Adressez-vous à votre mairie.",
            }
        ]
        publish(body, code="essai", form=version.definition["form"], title="Démarche d’essai")
    page = new_page(320, 640, java_script_enabled=False)
    page.goto("/valmont/demarches/essai/")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Non").check()
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("h1")).to_have_text("Cette démarche est réservée aux habitants")
    shot(page, "resident-exit-320")
    page.get_by_role("link", name="Revenir à mes réponses").click()
    page.get_by_label("Oui").check()
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_role("button", name="Ajouter un enfant").click()
    expect(page.get_by_label("Prénom").nth(0)).to_have_value("Zoé")
    page.get_by_label("Prénom").nth(1).fill("Loïc")
    for rank, day in enumerate(("5", "6")):
        for part, value in zip(("day", "month", "year"), (day, "4", "2019"), strict=True):
            page.locator(f"[name='enfants.{rank}.naissance.{part}']").fill(value)
    shot(page, "resident-block-320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("main")).to_contain_text("Loïc")


def test_a_level_of_visa_is_built_and_its_holder_named_by_keyboard(at_studio, town, axe):
    body, builder = town
    AgentFactory(organisation=body, first_name="Lucie", last_name="Roy", with_role=Role.CASE_HANDLER)
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        version = publish(body, [field("text", "motif", label="Motif")], code="essai", title="Essai")
        open_draft(procedure_id=version.procedure_id, by=agent_session(builder.pk))
    page = at_studio()
    keys = Keys(page)
    page.goto("/atelier/valmont/demarches/essai/parcours/")
    keys.follow("[data-shortcut=n]", "**/parcours/**")
    for label, button, place in (("Étude", "etape", "etude"), ("Visa du chef", "visa", "visa_du_chef")):
        page.wait_for_load_state()
        keys.type("#plan-etape", label)
        keys.follow(f"button[value^='ajouter-{button}']", f"**/etapes/{place}/**")
    expect(page.locator("#contexte")).to_contain_text("Rien n’empêche de publier")
    axe(page)
    keys.follow("#plan a[href*='/fonctions/']", "**/fonctions/**")
    keys.follow("a[href*='action=name_function']", "**/actions/ajouter/**")
    page.wait_for_load_state()
    keys.type("#q-who", LAST)  # an agent, by name
    keys.type("#q-agent", "Lucie")
    keys.follow("#panneau button.button-primary", "**/suites/**")
    page.wait_for_load_state()
    keys.reach("#q-when-on")
    for _line in ("form", "arrival", "delay"):
        keys.press("ArrowDown")
    expect(page.get_by_role("group", name="Combien de temps après")).to_be_visible()
    expect(page.locator("#q-when-on")).to_be_focused()
    expect(page.locator("#q-when-on")).to_have_value("delay")
