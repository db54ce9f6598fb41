"""The living style page, in both themes and at both sizes: what it shows, every screen uses."""

import pytest

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
    assert "crèche" in desk_page.locator("[data-current]").inner_text()
    desk_page.keyboard.press("k")
    desk_page.keyboard.press("k")
    assert "Lampadaire" in desk_page.locator("[data-current]").inner_text()
    desk_page.keyboard.press("/")
    assert desk_page.evaluate("document.activeElement.id") == "desk-search"
    desk_page.keyboard.press("Escape")
    desk_page.keyboard.press("r")
    desk_page.keyboard.type("jk")
    assert desk_page.locator("#answer").input_value() == "jk"
    desk_page.keyboard.press("Escape")
    desk_page.keyboard.press("?")
    desk_page.get_by_role("heading", name="Raccourcis du clavier").wait_for()
    axe(desk_page)
    desk_page.keyboard.press("Escape")
    assert not desk_page.locator("#keyboard-help").is_visible()


def test_the_theme_is_chosen_without_script(new_page):
    page = new_page(320, 640, java_script_enabled=False)
    page.goto("/style/")
    page.get_by_role("button", name="Sombre").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Sombre").get_attribute("aria-pressed") == "true"


def test_the_page_prints_on_white_paper(desk_page, shot):
    desk_page.goto("/style/")
    desk_page.emulate_media(media="print", color_scheme="dark")
    assert desk_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not desk_page.get_by_role("button", name="Sombre").is_visible()
