"""What the small modules of JavaScript add to the widgets, on the style page."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(settings, desk_page):
    settings.DEMONSTRATION = True
    desk_page.goto("/style/")
    desk_page.wait_for_load_state("networkidle")
    return desk_page


def test_suggestions_come_as_one_types_and_are_chosen_with_the_keyboard(page, axe):
    field = page.locator("#f-autocomplete")
    assert field.get_attribute("role") == "combobox"
    field.fill("saint")
    page.get_by_role("option", name="Saint-Coulomb").wait_for()
    axe(page)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "f-autocomplete-list-1")
    field.press("Enter")
    expect(field).to_have_value("Saint-Coulomb")
    expect(page.locator("input[name=f-autocomplete]")).to_have_value("35263")
    field.press("x")
    expect(page.locator("input[name=f-autocomplete]")).to_have_value("")


def test_nothing_found_is_said(page):
    page.locator("#f-autocomplete").fill("zzz")
    page.get_by_text("Aucune proposition. Essayez autrement.").first.wait_for(state="attached")


def test_a_whole_date_pasted_is_spread(page):
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "5/11/1975");
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.getElementById("f-date").dispatchEvent(paste);
        }"""
    )
    expect(page.locator("#f-date")).to_have_value("5")
    expect(page.locator("#f-date-month")).to_have_value("11")
    expect(page.locator("#f-date-year")).to_have_value("1975")


def test_characters_left_are_told(page):
    page.locator("#f-textarea").fill("x" * 490)
    expect(page.locator("[data-counter=f-textarea]")).to_have_text("Il reste 10 caractères.")
    page.locator("#f-textarea").fill("x" * 503)
    expect(page.locator("[data-counter=f-textarea]")).to_have_text("3 caractères de trop.")


def test_a_place_is_shown_on_the_map_and_taken_back(page, axe):
    area = page.locator("#f-point ~ .point-map, [data-point]:has(#f-point) .point-map").first
    area.scroll_into_view_if_needed()
    area.click(position={"x": 200, "y": 150})
    expect(page.locator("#f-point-lat")).to_have_value(re.compile(r"^4"))
    expect(page.get_by_text("Le lieu est indiqué sur la carte.").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Retirer le repère").first.click()
    expect(page.locator("#f-point-lat")).to_have_value("")


def test_files_are_sent_as_they_are_chosen(page):
    fresh = (
        '<fieldset class="field" data-field="f-file"><ul class="file-list"><li>photo.png</li></ul>'
        '<input type="file" id="f-file" name="f-file"></fieldset>'
    )
    sent = []
    page.route("**/envoi/", lambda route: (sent.append(route.request), route.fulfill(body=fresh)))
    page.evaluate(
        """async () => {
            const zone = document.getElementById("f-file-upload");
            zone.dataset.upload = "/envoi/";
            (await import("/static/parvis/js/upload.js")).start(zone);
        }"""
    )
    page.locator("#f-file").set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": b"png"})
    page.get_by_text("photo.png").first.wait_for()
    assert sent[0].headers["x-upload"] == "1"
    assert "photo.png" in (sent[0].post_data or "")


def test_a_file_too_heavy_is_told_before_it_is_sent(page):
    page.evaluate(
        """async () => {
            const zone = document.getElementById("f-file-upload");
            Object.assign(zone.dataset, {upload: "/envoi/", maxSize: "2"});
            (await import("/static/parvis/js/upload.js")).start(zone);
        }"""
    )
    page.locator("#f-file").set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": b"png"})
    page.get_by_text("photo.png est trop lourd.").wait_for()


def test_a_code_is_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier").click()
    page.get_by_text("Copié.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "MARÉE-4821-LUNE"
