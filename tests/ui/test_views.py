import pytest
from django.urls import reverse

from parvis.organisations.models import Organisation
from parvis.ui import context

pytestmark = pytest.mark.django_db


def test_a_charter_is_served_as_a_stylesheet_that_may_be_kept(client):
    response = client.get("/theme/8a1538.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "--civic:#8a1538" in response.content.decode()
    assert "max-age=86400" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]


def test_a_charter_that_does_not_exist_is_not_found(client):
    assert client.get("/theme/mauve.css").status_code == 404


def test_the_theme_is_remembered_without_script_and_leads_back(client):
    response = client.post(reverse("ui:set_theme"), {"theme": "dark", "next": "/compte/login/"})
    assert response["Location"] == "/compte/login/"
    assert '<html lang="fr" data-theme="dark">' in client.get("/compte/login/").content.decode()


def test_the_automatic_theme_forgets_the_choice(client):
    client.post(reverse("ui:set_theme"), {"theme": "dark"})
    client.post(reverse("ui:set_theme"), {"theme": "auto"})
    assert "data-theme" not in client.get("/compte/login/").content.decode()


def test_the_theme_never_leads_to_another_site(client):
    response = client.post(reverse("ui:set_theme"), {"theme": "dark", "next": "https://ailleurs.example/"})
    assert response["Location"] == "/"


def test_the_language_is_remembered_without_script(client):
    client.post(reverse("ui:set_language"), {"language": "en", "next": "/compte/login/"})
    assert '<html lang="en">' in client.get("/compte/login/").content.decode()


def test_the_style_page_is_for_the_demonstration(client, settings):
    settings.DEMONSTRATION = False
    assert client.get("/style/").status_code == 404
    settings.DEMONSTRATION = True
    assert client.get("/style/").status_code == 200


def test_the_style_page_is_drawn_in_the_charter_asked_for(client, settings):
    settings.DEMONSTRATION = True
    assert "/theme/8a1538.css" in client.get("/style/?charte=8a1538").content.decode()
    assert "/theme/205.css" in client.get("/style/?charte=../x").content.decode()


@pytest.mark.parametrize(
    ("theme", "key"),
    [
        ({"hue": 40}, "40"),
        ({"colour": "#8a1538"}, "8a1538"),
        ({"colour": "mauve"}, "205"),
        ({"hue": "?"}, "205"),
    ],
)
def test_a_page_takes_the_charter_of_its_body_and_survives_a_bad_one(rf, theme, key):
    request = rf.get("/")
    request.organisation = Organisation(name="Ville", slug="ville", theme=theme)
    page = context.page(request)
    assert page["charter_key"] == key
    assert page["home_href"] == "/ville/"


def test_a_refusal_is_told_in_our_page(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Aller à l’accueil" in response.content.decode()
