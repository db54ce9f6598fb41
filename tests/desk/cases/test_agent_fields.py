"""The questions that a procedure asks of agents: a gesture on the case, journalled, that the person never sees."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.cases.errors import NotForThisRole, WrongState
from parvis.cases.models import Case
from parvis.cases.services.agent_answers import answer_as_service
from parvis.catalogue.forms import engine
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common.errors import Invalid
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.documents.files import jpeg
from tests.factories.cases import lodge
from tests.factories.definitions import school_meals
from tests.factories.organisations import AgentFactory

pytestmark = pytest.mark.django_db
CHILD = {
    "first_name": "Loïc",
    "last_name": "V",
    "born_on": "2019-03-16",
    "school_class": "elementary",
    "canteen": ["mon"],
    "allergy": False,
}
ANSWERS = {
    "lives_here": True,
    "guardian": {"first_name": "Aude", "last_name": "V", "email": "a@exemple.fr", "phone": "0612345678"},
    "guardian_address": {"street": "12 rue des Lilas", "postcode": "14000", "city": "Caen"},
    "children": [CHILD],
    "quotient": 800,
}
VIEWED = "rate,reduced_price,groups,letter"


@pytest.fixture
def case(town, system):
    definition = school_meals()
    definition["agent_form"]["pages"][0]["fields"].append(
        {"key": "letter", "type": "file", "label": "Courrier reçu", "required": False}
    )
    version = publish_version(version=import_definition(organisation=town.body, definition=definition))
    answers = engine.check_all(engine.compiled(version), ANSWERS).accepted()
    return lodge(town, version=version, answers=answers, addressed_to=town.team)


def address(case):
    return f"/bureau/demandes/{case.number}/champs/"


def post(desk, case, headers=None, **posted):
    return desk.post(address(case), {"_vues": VIEWED, **posted}, headers=headers or {})


def test_the_gesture_asks_them_in_the_page_of_the_case(desk, case):
    text = desk.get(address(case)).content.decode()
    assert "Remplir les champs du service" in text
    assert "Tarif retenu" in text
    assert "Champs du service" in desk.get(f"/bureau/demandes/{case.number}/").content.decode()


def test_answers_are_kept_computed_and_journalled(desk, case):
    row = {"groups.0._asked": "name,seats", "groups.0.name": "Petits", "groups.0.seats": "12"}
    answer = post(desk, case, rate="reduced", reduced_price="0,5", **row)
    assert answer.status_code == 302, answer.content.decode()
    kept = Case.objects.get().agent_answers
    assert kept == {
        "rate": "reduced",
        "reduced_price": 0.5,
        "week_kept": 0.5,
        "groups": [{"name": "Petits", "seats": 12}],
    }
    page = desk.get(answer["Location"]).content.decode()
    assert "Groupe 1" in page
    assert "Champs du service remplis : Tarif retenu" in page
    assert Case.objects.get().answers == case.answers


def test_a_row_is_added_without_losing_anything_nor_a_reproach(desk, case):
    row = {"groups.0._asked": "name,seats", "groups.0.name": "Petits", "groups.0.seats": "douze"}
    page = post(desk, case, rate="asked", add_item="groups", **row)
    assert page.status_code == 200
    assert 'value="douze"' in page.content.decode()
    assert 'name="groups.1.name"' in page.content.decode()
    assert Case.objects.get().agent_answers == {}


def test_what_is_wrong_is_said_under_its_question(desk, case):
    page = post(desk, case, rate="reduced", reduced_price="cher")
    assert page.status_code == 422
    assert 'href="#q-reduced_price"' in page.content.decode()
    assert 'value="cher"' in page.content.decode()


def test_a_file_is_attached_for_agents_only(desk, case):
    letter = SimpleUploadedFile("lettre.jpg", jpeg(), content_type="image/jpeg")
    post(desk, case, rate="asked", letter=letter)
    attachment = Case.objects.get().attachments.get()
    assert attachment.is_internal
    post(desk, case, rate="reduced", reduced_price="1")
    assert Case.objects.get().agent_answers["letter"][0]["name"] == "lettre.jpg"
    assert Case.objects.get().attachments.count() == 1


def test_only_who_treats_the_case_answers(town, case):
    other = AgentFactory(organisation=town.body, with_role=Role.RECEPTION, with_role__on=[town.team])
    with pytest.raises(NotForThisRole):
        answer_as_service(case_id=case.pk, answers={"rate": "asked"}, by=agent_session(other.pk))


def test_a_wrong_answer_and_a_procedure_that_asks_nothing_are_refused(town, case):
    with town.acting(), pytest.raises(Invalid):
        answer_as_service(case_id=case.pk, answers={"rate": "autre"}, by=town.session())
    plain = lodge(town)
    with town.acting(), pytest.raises(WrongState):
        answer_as_service(case_id=plain.pk, answers={}, by=town.session())


def test_saying_the_same_again_journals_nothing(town, case):
    with town.acting():
        for _twice in range(2):
            answer_as_service(case_id=case.pk, answers={"rate": "asked"}, by=town.session())
        assert case.journal.filter(kind="service_answered").count() == 1
