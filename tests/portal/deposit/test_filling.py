"""Filling a deposit: nothing typed is lost, nothing hidden decides, nobody else's draft opens."""

from datetime import timedelta
from uuid import uuid4

import pytest

from parvis.cases.models import Draft
from tests.factories.organisations import TerritoryFactory
from tests.portal.conftest import photo

pytestmark = pytest.mark.django_db


def test_a_deposit_begins_on_its_first_page(visitor):
    visitor.begin()
    answer = visitor.client.get(visitor.address)
    assert answer["Location"] == visitor.page("vous")
    page = visitor.client.get(visitor.page("vous"))
    assert page.status_code == 200
    assert "Étape 1 sur" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0, no-cache")


def test_each_page_leads_to_the_next_and_the_last_to_the_review(visitor):
    visitor.begin()
    reached = [visitor.fill(key)["Location"] for key in ("vous", "lieu", "arbres", "photos")]
    assert reached == [
        visitor.page("lieu"),
        visitor.page("arbres"),
        visitor.page("photos"),
        f"{visitor.address}verification/",
    ]


def test_a_page_with_something_wrong_says_it_on_top_and_at_the_field_and_keeps_what_was_typed(visitor):
    visitor.begin()
    answer = visitor.fill("vous", **{"applicant.email": "aude@", "applicant.phone": "12"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>À corriger :" in text
    assert 'href="#q-applicant-email"' in text
    assert 'value="aude@"' in text
    assert 'value="Vasseur"' in text


def test_going_back_keeps_even_what_is_wrong(visitor):
    visitor.begin().fill("vous")
    answer = visitor.fill(
        "lieu", _go="previous", **{"place.lat": "quarante-neuf", "town": "", "town.text": "Nulle-Part"}
    )
    assert answer["Location"] == visitor.page("vous")
    page = visitor.client.get(visitor.page("lieu"))
    assert page.status_code == 200
    text = page.content.decode()
    assert 'value="quarante-neuf"' in text
    assert 'value="Nulle-Part"' in text
    assert "Croquis" in text
    assert "croquis.jpg" in text


def test_a_question_that_an_answer_brings_is_shown_without_a_reproach(visitor):
    visitor.begin()
    drawn = {"_drawn": "applicant,applicant_address,is_owner", "is_owner": "no"}
    answer = visitor.fill("vous", **drawn)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "d’autres questions" in text
    assert 'name="owner.last_name"' in text
    assert "field-wrong" not in text


def test_a_hidden_question_is_disabled_and_decides_nothing(visitor):
    visitor.begin()
    page = visitor.client.get(visitor.page("vous")).content.decode()
    hidden = page[page.index('data-field="owner"') - 40 : page.index('data-field="owner"') + 200]
    assert "hidden disabled" in hidden
    answer = visitor.fill("vous", **{"owner.last_name": "Intrus"})
    assert answer["Location"] == visitor.page("lieu")
    visitor.fill("lieu")
    visitor.fill("arbres")
    visitor.fill("photos")
    assert "Intrus" not in visitor.client.get(f"{visitor.address}verification/").content.decode()


def test_a_file_refused_says_why_and_costs_the_others_nothing(visitor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    visitor.begin().fill("vous")
    bad = [
        photo("croquis.jpg"),
        SimpleUploadedFile("virus.exe", b"MZ\x90\x00" * 50),
        SimpleUploadedFile("vide.pdf", b""),
    ]
    answer = visitor.fill("lieu", sketch=bad)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "virus.exe" in text
    assert "Nous n’acceptons pas ce type de fichier" in text
    assert "vide.pdf" in text
    assert "croquis.jpg</span>" in text
    assert "aucun antivirus" in text


def test_a_file_too_heavy_is_refused_in_words(visitor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    visitor.begin().fill("vous")
    heavy = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n" + b"0" * 10_000_001)
    answer = visitor.fill("lieu", sketch=heavy)
    assert answer.status_code == 422
    assert "trop lourd" in answer.content.decode()


@pytest.mark.parametrize("drawn", ["", "nothing", "is_owner", ",".join(["x"] * 500)])
def test_hiding_questions_by_hand_does_not_send_without_them(visitor, system, drawn):
    from parvis.cases.models import Case

    visitor.begin()
    for key in ("vous", "lieu", "arbres", "photos"):
        visitor.client.post(visitor.page(key), {"_drawn": drawn})
    assert visitor.send().status_code == 422
    assert Case.objects.count() == 0


def test_too_many_files_are_refused_with_the_limit(visitor):
    visitor.begin().fill("vous")
    answer = visitor.fill("lieu", sketch=[photo(f"{number}.jpg") for number in range(4)])
    assert answer.status_code == 422
    assert "3 fichiers au plus" in answer.content.decode()


def test_a_file_can_be_removed(visitor, system):
    visitor.begin().fill("vous")
    visitor.fill("lieu", _go="keep")
    kept = Draft.objects.get().answers["sketch"][0]["id"]
    answer = visitor.fill("lieu", sketch=None, remove_file=kept)
    assert answer.status_code == 200
    assert "croquis.jpg" not in answer.content.decode()
    assert "sketch" not in Draft.objects.get().answers


def test_a_file_named_by_hand_is_not_taken(visitor, system):
    visitor.begin().fill("vous")
    answer = visitor.fill("lieu", sketch=str(uuid4()))
    assert answer.status_code == 422


def test_a_file_is_taken_as_it_is_chosen(visitor):
    visitor.begin().fill("vous")
    address = f"{visitor.page('lieu')}fichiers/sketch/"
    answer = visitor.client.post(address, {"sketch": photo("plan.jpg")})
    assert answer.status_code == 200
    assert "plan.jpg" in answer.content.decode()
    assert 'data-field="sketch"' in answer.content.decode()
    assert visitor.client.post(f"{visitor.page('lieu')}fichiers/town/", {"town": photo()}).status_code == 404


def test_saving_quietly_tells_which_questions_are_asked(visitor):
    visitor.begin()
    answer = visitor.client.post(visitor.page("vous"), {"is_owner": "no"}, headers={"X-Autosave": "1"})
    assert "owner" in answer.json()["shown"]
    answer = visitor.client.post(visitor.page("vous"), {"is_owner": "yes"}, headers={"X-Autosave": "1"})
    assert "owner" not in answer.json()["shown"]


def test_the_search_of_a_municipality_works_without_javascript(visitor):
    TerritoryFactory(name="Valmondois", code="95628", postcodes=["95760"])
    visitor.begin().fill("vous")
    answer = visitor.fill("lieu", town="", search_field="town", **{"town.text": "valm"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Valmont (76540)" in text
    assert 'type="radio"' in text
    assert "field-wrong" not in text
    assert visitor.fill("lieu", town="", search_field="town", **{"town.text": "valmont"}).status_code == 200


def test_someone_elses_draft_does_not_exist(visitor, new_visitor):
    visitor.begin().fill("vous")
    other = new_visitor()
    for address in (
        visitor.address,
        visitor.page("vous"),
        f"{visitor.address}verification/",
        f"{visitor.address}garder/",
        f"{visitor.address}recu/",
    ):
        answer = other.client.get(address)
        assert answer.status_code == 404
        assert "Aude" not in answer.content.decode()
        assert other.client.post(address, {"is_owner": "yes"}).status_code in {404, 405}
    unknown = f"/depot/{uuid4()}/"
    theirs, nobodys = (_bare(other.client.get(address)) for address in (visitor.address, unknown))
    assert theirs == nobodys


def _bare(answer):
    """Return a page without its address nor its token."""
    import re

    return re.sub(r'value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize("page", ["inconnue", "replantation"])
def test_a_page_that_is_not_asked_leads_to_where_one_stands(visitor, page):
    visitor.begin().fill_all()
    assert visitor.client.get(visitor.page(page)).status_code == 302


def test_what_is_typed_is_never_live_markup(visitor):
    visitor.begin()
    hostile = "<script>alert(1)</script>"
    answer = visitor.fill("vous", **{"applicant.first_name": hostile, "applicant.email": hostile})
    assert hostile not in answer.content.decode()
    visitor.fill("vous", **{"applicant.first_name": hostile})
    assert hostile not in visitor.client.get(f"{visitor.address}verification/").content.decode()


@pytest.mark.parametrize(
    "hostile", ["\x00", "\ud800".encode("utf-8", "surrogatepass"), "🌳" * 5000, "a" * 100_000]
)
def test_strange_texts_are_kept_or_refused_never_a_fault(visitor, hostile):
    visitor.begin()
    assert visitor.fill("vous", **{"applicant.first_name": hostile, "_drawn": hostile}).status_code in {
        200,
        302,
        422,
    }


def test_someone_who_is_filling_does_not_run_out_of_time(visitor, system):
    import time_machine
    from django.utils import timezone

    visitor.begin()
    start = timezone.now()
    for hours in range(8, 40, 8):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert visitor.fill("vous").status_code == 302


def test_the_map_opens_on_the_town_with_tiles_when_there_are_some(visitor, settings):
    visitor.begin().fill("vous")
    page = visitor.client.get(visitor.page("lieu")).content.decode()
    assert 'data-center="49.7,0.5"' in page
    assert 'data-outlines="/valmont/contour.json"' in page
    assert 'data-tiles=""' in page
    settings.MAP_TILES = "https://tuiles.exemple.fr/{z}/{x}/{y}.png"
    assert (
        'data-tiles="https://tuiles.exemple.fr/' in visitor.client.get(visitor.page("lieu")).content.decode()
    )


def test_a_page_asks_few_questions_of_the_database(visitor, django_assert_num_queries):
    visitor.begin()
    visitor.client.get(visitor.page("vous"))
    # The session, the draft, whether addresses are known.
    with django_assert_num_queries(3):
        visitor.client.get(visitor.page("vous"))
    # The same, then the draft locked and written.
    with django_assert_num_queries(4):
        visitor.fill("vous")


def test_a_form_without_its_token_is_refused(town):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/valmont/demarches/abattage-elagage-arbres/")
    assert answer.status_code == 403
