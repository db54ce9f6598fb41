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
