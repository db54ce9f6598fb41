import pytest
from django.http import QueryDict

from parvis.cases.numbers import say_number
from parvis.cases.services.intake import register_deposit
from parvis.catalogue.choices import OTHER
from parvis.catalogue.forms.engine import check_all, check_page, page_widgets
from parvis.common import actor
from parvis.people.services.persons import PersonDetails, record_person
from tests.catalogue.fields.asking import kept, refusal, text
from tests.factories.cases import CODE, a_deposit, make_town
from tests.factories.catalogue import field, form

pytestmark = pytest.mark.django_db
STRANGE = "482109375519"


@pytest.fixture
def person(system):
    return record_person(details=PersonDetails(first_name="Aude", email="aude@exemple.invalid"))


@pytest.fixture
def case(system, person):
    return register_deposit(deposit=a_deposit(make_town(), person_id=person.pk, person=None))


def asking(**options):
    return form([field("existing_case", "q", **options)])


def test_a_number_is_read_as_it_is_printed_and_its_check_digit_verified():
    assert kept("existing_case", {"text": "4821 0937 5519"}) == {"number": STRANGE, "title": ""}
    assert kept("existing_case", {"text": "4821-0937-5519"})["number"] == STRANGE
    assert "chaque chiffre" in refusal("existing_case", {"text": "4821 0937 5518"})
    assert "chaque chiffre" in refusal("existing_case", {"text": "٤٨٢١٠٩٣٧٥٥١٩"})
    assert "accusé de réception" in refusal("existing_case", {})


def test_a_person_signed_in_chooses_among_their_own(person, case):
    with actor.acting_as(actor.for_person(person.pk)):
        [widget] = page_widgets(asking(), "p1", {})
        [option] = widget.context["options"]
        checked = check_page(asking(), "p1", QueryDict(f"q={case.number}"), {})
    assert option["value"] == case.number
    assert option["label"].startswith("Élagage d’un chêne (reçue le ")
    assert checked.answers["q"] == {"number": case.number, "title": "Élagage d’un chêne"}


def test_they_may_name_another_by_its_number(person, case):
    with actor.acting_as(actor.for_person(person.pk)):
        checked = check_page(asking(), "p1", QueryDict(f"q={OTHER}&q.text={STRANGE}"), {})
        [widget] = page_widgets(asking(), "p1", checked.answers)
    assert checked.answers["q"] == {"number": STRANGE, "title": ""}
    assert (widget.context["value"], widget.context["other_text"]) == (OTHER, say_number(STRANGE))


def test_the_number_of_someone_else_teaches_nothing(case):
    with actor.acting_as(actor.NOBODY):
        checked = check_page(asking(), "p1", QueryDict(f"q.text={case.number}"), {})
        [widget] = page_widgets(asking(), "p1", {})
    assert checked.answers["q"]["title"] == ""
    assert widget.template == "fields/input.html"


def test_it_is_of_the_procedures_named(person, case):
    with actor.acting_as(actor.for_person(person.pk)):
        assert (
            "autre démarche"
            in check_all(asking(procedures=["passeport"]), {"q": {"number": case.number}}).errors["q"][0]
        )
        assert check_all(asking(procedures=[CODE]), {"q": {"number": case.number}}).errors == {}
        [widget] = page_widgets(asking(procedures=["passeport"]), "p1", {})
    assert widget.template == "fields/input.html"


def test_what_was_accepted_once_stays_when_another_reads_it_again():
    held = {"number": STRANGE, "title": "Élagage d’un chêne"}
    assert check_all(asking(), {"q": held}, held={"q": held}).answers["q"] == held
    assert check_all(asking(), {"q": held}).answers["q"]["title"] == ""


def test_it_is_read_with_its_title():
    assert (
        text("existing_case", {"number": STRANGE, "title": "Élagage"}) == "4821\u00a00937\u00a05519\nÉlagage"
    )
