import pytest
from django.http import HttpResponse
from django.urls import include, path

from parvis.common.models import Account
from tests.harness.sign_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def page(request):
    return HttpResponse("seen")


urlpatterns = [
    path("ailleurs/", page),
    path("bureau/essai/", page),
    path("", include("config.urls")),
]


@pytest.fixture
def account(system):
    return Account.objects.create(email="someone@example.invalid")


def test_a_view_nobody_thought_of_is_closed(client):
    answer = client.get("/ailleurs/?q=1")
    assert (answer.status_code, answer["Location"]) == (302, "/compte/login/?next=/ailleurs/%3Fq%3D1")


def test_a_program_is_not_led_to_a_form(client):
    assert client.get("/ailleurs/", headers={"Accept": "application/json"}).status_code == 403


def test_the_desk_is_closed_to_an_account_that_is_no_agents(client, account):
    sign_in(client, account)
    assert client.get("/bureau/essai/").status_code == 403
