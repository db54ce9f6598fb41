"""Service levels as the desk shows and sets them."""

import pytest

from parvis.cases.models import Agreement, BusinessCalendar, Case
from parvis.organisations.models import Role
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory
from tests.factories.service_levels import OFFICE
from tests.harness.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(town, client):
    agent = AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN)
    sign_in(client, agent)
    return client


def text(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


CALENDAR = {
    "nom": "Bureau",
    "jour1": "09:00-12:00, 13:30-17:00",
    "jour2": "09:00-17:00",
    "feries": "mainland",
    "fermetures": "03/08/2026 au 14/08/2026 : congés d’été",
    "particuliers": "24/12/2026 : 09:00-12:00 : veille de Noël",
}


def test_an_administrator_makes_a_calendar_then_an_agreement(administrator, town):
    assert administrator.post("/bureau/calendriers/nouveau/", CALENDAR).status_code == 302
    calendar = BusinessCalendar.objects.get()
    assert calendar.hours == {"1": [["09:00", "12:00"], ["13:30", "17:00"]], "2": [["09:00", "17:00"]]}
    given = {
        "nom": "Dépannage",
        "calendrier": calendar.pk,
        "premiere": "4h",
        "fin": "2d",
        "arret_usager": "yes",
        "alertes": "75 % agent\n+2h : responsables",
        "annonce": "yes",
        "actif": "yes",
    }
    assert administrator.post("/bureau/engagements/nouveau/", given).status_code == 302
    agreement = Agreement.objects.get()
    assert agreement.steps == [{"share": 75, "tell": ["assignee"]}, {"after": "2h", "tell": ["managers"]}]
    assert agreement.pauses == ["waiting_for_person"]
    page = text(administrator.get("/bureau/engagements/"))
    for words in (
        "Dépannage",
        "4 heures d’ouverture",
        "congés d’été",
        "lundi",
        "2 heures après l’échéance, pour les responsables",
    ):
        assert words in page


def test_what_was_saved_comes_back_as_it_is_typed(administrator, town):
    administrator.post("/bureau/calendriers/nouveau/", CALENDAR)
    page = text(administrator.get(f"/bureau/calendriers/{BusinessCalendar.objects.get().pk}/"))

    for words in (
        "09:00-12:00, 13:30-17:00",
        "03/08/2026 au 14/08/2026 : congés d’été",
        "24/12/2026 : 09:00-12:00",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"nom": ""}, "Donnez un nom"),
        ({"jour1": "matin"}, "ne se lit pas"),
        ({"jour1": "", "jour2": ""}, "pas une seule heure"),
        ({"jour1": "12:00-09:00"}, "le début avant la fin"),
        ({"fermetures": "14/08/2026 au 03/08/2026 : congés"}, "La fin est avant le début"),
        ({"fermetures": "24/12/2026"}, "Il manque la raison"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused_in_words(administrator, wrong, said):
    answer = administrator.post("/bureau/calendriers/nouveau/", {**CALENDAR, **wrong})

    assert answer.status_code == 422
    assert said in text(answer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fin": "deux jours"}, "30 min, 4 heures ou 2 jours"),
        ({"alertes": "bientôt"}, "75 % agent"),
        ({}, "au moins un délai"),
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused_in_words(administrator, wrong, said):
    answer = administrator.post("/bureau/engagements/nouveau/", {"nom": "Dépannage", **wrong})

    assert answer.status_code == 422
    assert said in text(answer)


def test_an_agent_reads_what_the_body_commits_to_and_changes_nothing(desk, town, system):
    Agreement.objects.create(organisation=town.body, name="Tout", resolution="2d")
    page = text(desk.get("/bureau/engagements/"))
    assert "2 jours d’ouverture" in page
    assert "Ajouter un engagement" not in page
    assert desk.get("/bureau/engagements/nouveau/").status_code == 403


def test_another_bodys_calendar_is_not_found(administrator, system):
    from tests.factories.organisations import OrganisationFactory

    other = BusinessCalendar.objects.create(organisation=OrganisationFactory(), name="Ailleurs", hours=OFFICE)
    assert administrator.get(f"/bureau/calendriers/{other.pk}/").status_code == 404


def test_the_priority_of_a_case_is_set_from_its_page(desk, town):
    case = lodge(town)
    answer = desk.post(f"/bureau/demandes/{case.number}/priorite/", {"portee": "1", "urgence": "1"})
    assert answer.status_code == 302
    assert Case.objects.get(pk=case.pk).priority == 1
    assert "Priorité 1" in text(desk.get(f"/bureau/demandes/{case.number}/"))


def test_a_commitment_is_shown_with_its_reasoning(desk, town, system):
    calendar = BusinessCalendar.objects.create(organisation=town.body, name="Bureau", hours=OFFICE)
    Agreement.objects.create(organisation=town.body, name="Tout", first_answer="4h", calendar=calendar)
    page = text(desk.get(f"/bureau/demandes/{lodge(town).number}/"))

    assert "Première réponse" in page
    assert "4 heures d’ouverture" in page


def test_an_escalation_may_go_to_a_person_by_name(administrator, town):
    chief = AgentFactory(organisation=town.body, first_name="Nadia", last_name="Haddad")
    given = {"nom": "Dépannage", "fin": "2d", "actif": "yes"}
    refused = administrator.post("/bureau/engagements/nouveau/", {**given, "alertes": "100 % Zoé Absente"})
    assert "Personne ici ne s’appelle" in text(refused)
    kept = {**given, "alertes": "+1d nadia haddad, responsables\n50 % agent"}
    assert administrator.post("/bureau/engagements/nouveau/", kept).status_code == 302
    assert Agreement.objects.get().steps == [
        {"share": 50, "tell": ["assignee"]},
        {"after": "1d", "tell": [f"agent:{chief.pk}", "managers"]},
    ]
    assert "1 jour après l’échéance, pour Nadia Haddad, les responsables" in text(
        administrator.get("/bureau/engagements/")
    )
    typed = text(administrator.get(f"/bureau/engagements/{Agreement.objects.get().pk}/"))
    assert "+1 jour Nadia Haddad, responsables" in typed
    assert 'value="2 jours"' in typed


def test_figures_are_for_those_who_may_see_them(administrator, desk, town, system):
    agreement = Agreement.objects.create(organisation=town.body, name="Tout", resolution="2d")
    lodge(town)
    assert agreement.pk
    assert "Résolution : 1 en cours" in text(administrator.get("/bureau/engagements/"))
    assert "Depuis trois mois" not in text(desk.get("/bureau/engagements/"))


def test_the_page_of_commitments_asks_the_database_little(administrator, town, django_assert_max_num_queries):
    calendar = BusinessCalendar.objects.create(organisation=town.body, name="Bureau", hours=OFFICE)
    for rank in range(12):
        Agreement.objects.create(
            organisation=town.body, name=f"Tout {rank}", resolution="2d", team=town.team, calendar=calendar
        )
    administrator.get("/bureau/engagements/")
    with django_assert_max_num_queries(12):
        administrator.get("/bureau/engagements/")
