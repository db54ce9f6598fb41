"""What falls due, in Chromium: every view at both sizes and in both themes, and the way from a view to its case."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from parvis.cases.models import IntakeChannel
from parvis.cases.services.treatment import assign_case, close_case
from parvis.common import clock
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.harness.sign_in import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SUBJECTS = ("Élagage d’un chêne", "Abattage de deux tilleuls malades", "Haie qui déborde", "Peuplier penché")
AGES = (75, 66, 61, 58, 58, 58, 58, 58, 55, 50, 44, 44, 40, 36, 12)


@pytest.fixture
def town(system):
    return make_town(regime="SVR", delay="2m", name="Valmont", slug="valmont")


@pytest.fixture
def cases(town):
    made = [
        lodge(
            town,
            subject=f"{SUBJECTS[rank % 4]} ({rank + 1} rue des Tilleuls)",
            person=PersonDetails(first_name="Aude", last_name="Vasseur", email="aude@exemple.fr"),
            channel=IntakeChannel.COUNTER,
            received_at=clock.now() - timedelta(days=age),
        )
        for rank, age in enumerate(AGES)
    ]
    with town.acting():
        for case in [*made[1:9:2], made[-1]]:
            assign_case(case_id=case.pk, to=town.agent, by=town.session())
        close_case(case_id=made[-1].pk, by=town.session(), outcome="answered")
    return made


@pytest.fixture
def at_desk(town, live_server, new_page):
    def open_desk(width, height, **options):
        page = new_page(width, height, **options)
        cookie = sign_in(Client(), town.agent).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return open_desk


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(320, 640, "dark"), (1280, 800, "light"), (1280, 800, "dark")]
)
def test_every_view_is_accessible_and_leads_to_its_case(at_desk, cases, axe, shot, width, height, scheme):
    page = at_desk(width, height, color_scheme=scheme)
    day = cases[3].due_on.isoformat()
    pages = {
        "late": "",
        "soon": "?vue=bientot",
        "month": "calendrier/",
        "week": f"calendrier/?semaine={day}",
        "load": "charge/",
    }
    for name, address in pages.items():
        page.goto(f"/bureau/echeances/{address}")
        expect(page.get_by_role("navigation", name="Vues des échéances")).to_be_visible()
        shot(page, f"dues-{name}-{width}-{scheme}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto("/bureau/moi/alertes/")
    expect(page.get_by_role("heading", name="Mes alertes")).to_be_visible()
    shot(page, f"dues-alerts-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/bureau/echeances/")
    page.get_by_role("link", name="Pourquoi cette date").first.click()
    expect(page.get_by_role("heading", name="Pourquoi ces dates")).to_be_visible()
    shot(page, f"dues-why-{width}-{scheme}")
    axe(page)
    page.goto(f"/bureau/echeances/calendrier/?semaine={day}")
    page.locator(".due-day li a").first.click()
    expect(page).to_have_url(re.compile(r"/demandes/\d{12}/$"))
