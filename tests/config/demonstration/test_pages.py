"""The demonstration's pages: in as anyone, every message read."""

from copy import deepcopy
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import reverse, set_urlconf

from config import demonstration as demonstration_pages
from config.demonstration.persons import set_up_persons
from config.demonstration.places import Places
from parvis.channels.services.send import queue_message
from parvis.common.ids import new_id
from parvis.organisations.models import Role
from tests.factories.organisations import AgentFactory, OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    import_module("config.urls")  # reads the settings once: those of a real installation
    settings.DEMONSTRATION = True
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, listen="127.0.0.1")
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "elsewhere.invalid"]
    settings.TEMPLATES = [_with_folder(settings.TEMPLATES[0], Path(demonstration_pages.__file__).parent)]
    settings.ROOT_URLCONF = "tests.config.demonstration.urls"
    yield
    set_urlconf(None)  # a request leaves its own in the thread


def _with_folder(engine, folder):
    """Return the template engine that also reads the demonstration's folder: apps cannot change in a test."""
    engine = deepcopy(engine)
    engine["DIRS"] = [folder / "templates"]
    engine["OPTIONS"]["loaders"][0][1].append("django.template.loaders.filesystem.Loader")
    return engine


@pytest.fixture
def here(client):
    client.defaults |= {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
    return client


@pytest.fixture
def places():
    town = OrganisationFactory(territory=TerritoryFactory(postcodes=["76000"]))
    return Places(region=OrganisationFactory(), cities=[town], epcis=[], villages=[])


def test_one_click_signs_in_as_an_agent_with_the_second_factor_shown(here):
    agent = AgentFactory(with_role=Role.CASE_HANDLER)

    assert agent.last_name in here.get("/demo/").content.decode()
    answer = here.post(reverse("demonstration:become_agent", args=[agent.pk]))

    assert answer.url == "/bureau/"
    assert here.session["_auth_user_id"] == str(agent.account_id)
    assert here.session["second_factor"] == agent.account_id


def test_one_click_signs_in_as_a_resident(here, places, system):
    set_up_persons(places)
    page = here.get("/demo/").content.decode()
    assert "Zoé Martineau" in page
    path = page.split('action="/demo/usager/')[1].split('"')[0]

    answer = here.post(f"/demo/usager/{path}")

    assert answer.url == "/mon-espace/"
    assert here.session["person"] == path.strip("/")


def test_nobody_but_the_samples_is_signed_in(here):
    assert here.post(reverse("demonstration:become_person", args=[new_id()])).status_code == 404
    assert here.post(reverse("demonstration:become_agent", args=[0])).status_code == 404
    left = AgentFactory(is_active=False)
    assert here.post(reverse("demonstration:become_agent", args=[left.pk])).status_code == 404


def test_a_link_followed_signs_nobody_in(here):
    agent = AgentFactory()
    assert here.get(reverse("demonstration:become_agent", args=[agent.pk])).status_code == 405


def test_every_message_is_shown_the_newest_first_its_text_made_harmless(here):
    assert "Aucun message" in here.get("/demo/messages/").content.decode()
    for subject in ("Premier", "Second"):
        queue_message(
            about=new_id(),
            channel="email",
            recipient="zoe@usager.invalid",
            subject=subject,
            text="Ouvrez http://127.0.0.1:8000/suivi/ <script>alert(1)</script>",
        )

    page = here.get("/demo/messages/").content.decode()

    assert page.index("Second") < page.index("Premier")
    assert '<a href="http://127.0.0.1:8000/suivi/"' in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("from_elsewhere", [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_HOST": "elsewhere.invalid"}])
@pytest.mark.parametrize("path", ["/demo/", "/demo/messages/"])
def test_from_elsewhere_there_is_nothing(here, path, from_elsewhere):
    assert here.get(path, **from_elsewhere).status_code == 404
