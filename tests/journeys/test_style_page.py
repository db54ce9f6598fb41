"""The living style page, in both themes and at both sizes: what it shows, every screen uses."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIZES = [(320, 640), (1280, 800)]


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.mark.parametrize("charter", ["205", "8a1538"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_style_page_has_no_violation_of_accessibility(
    new_page, axe, shot, width, height, scheme, charter
):
    page = new_page(width, height, color_scheme=scheme)
    page.goto(f"/style/?charte={charter}")
    page.wait_for_load_state("networkidle")
    shot(page, f"style-{charter}-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_desk_of_the_style_page_has_no_violation_of_accessibility(
    new_page, axe, shot, width, height, scheme
):
    page = new_page(width, height, color_scheme=scheme)
    page.goto("/style/bureau/")
    page.wait_for_load_state("networkidle")
    shot(page, f"desk-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_of_the_desk_moves_opens_and_tells_its_keys(desk_page, axe):
    desk_page.goto("/style/bureau/")
    desk_page.wait_for_load_state("networkidle")
    desk_page.keyboard.press("j")
    expect(desk_page.locator("[data-current]")).to_contain_text("crèche")
    desk_page.keyboard.press("k")
    desk_page.keyboard.press("k")
    expect(desk_page.locator("[data-current]")).to_contain_text("Lampadaire")
    desk_page.keyboard.press("/")
    expect(desk_page.locator("#desk-search")).to_be_focused()
    desk_page.keyboard.press("Escape")
    desk_page.keyboard.press("r")
    desk_page.keyboard.type("jk")
    expect(desk_page.locator("#answer")).to_have_value("jk")
    desk_page.keyboard.press("Escape")
    desk_page.keyboard.press("?")
    desk_page.get_by_role("heading", name="Raccourcis du clavier").wait_for()
    axe(desk_page)
    desk_page.keyboard.press("Escape")
    expect(desk_page.locator("#keyboard-help")).to_be_hidden()


def test_the_theme_is_chosen_without_script(new_page):
    page = new_page(320, 640, java_script_enabled=False)
    page.goto("/style/")
    page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Sombre")).to_have_attribute("aria-pressed", "true")


def test_the_page_prints_on_white_paper(desk_page, shot):
    desk_page.goto("/style/")
    desk_page.emulate_media(media="print", color_scheme="dark")
    assert desk_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(desk_page.get_by_role("button", name="Sombre")).to_be_hidden()
