"""The desk's views of what falls due: lists, calendar, load, and why a date is that date."""

from datetime import timedelta

import pytest

from parvis.cases.models import IntakeChannel
from parvis.cases.services.opinions import ask_opinion
from parvis.cases.services.treatment import assign_case, close_case
from parvis.common import clock
from parvis.organisations.models import Role
from parvis.organisations.services.agents import habilitate_agent
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory, TeamFactory

pytestmark = pytest.mark.django_db
PAGES = ["", "?vue=bientot", "?jour=2026-03-20", "calendrier/", "calendrier/?semaine=2026-03-18", "charge/"]


def text_of(page):
    return page.content.decode()


@pytest.fixture
def cases(town):
    """Lodge a case of each fate: late, soon, in three weeks."""
    ages = {"En retard": 80, "Bientôt dû": 58, "Plus tard": 40}
    return {
        subject: lodge(
            town,
            subject=subject,
            channel=IntakeChannel.COUNTER,  # of which no receipt is owed at once
            received_at=clock.now() - timedelta(days=age),
        )
        for subject, age in ages.items()
    }


def test_each_list_shows_its_own_with_what_to_do_and_leads_to_the_case(desk, cases):
    late, soon = text_of(desk.get("/bureau/echeances/")), text_of(desk.get("/bureau/echeances/?vue=bientot"))
    assert "En retard</a>" in late
    assert "Bientôt dû" not in late
    assert "Bientôt dû" in soon
    assert "Plus tard" not in soon
    assert f'href="/bureau/demandes/{cases["En retard"].number}/"' in late
    assert "Répondre avant que le silence ne décide" in late
    assert "Aude Vasseur" in late


def test_why_a_date_is_one_link_away_in_the_words_of_the_case_page(desk, cases):
    number = cases["En retard"].number
    assert f"/bureau/demandes/{number}/delais/#silence" in text_of(desk.get("/bureau/echeances/"))
    shown = text_of(desk.get(f"/bureau/demandes/{number}/delais/"))
    assert 'id="silence"' in shown
    assert "CRPA L231" in shown
    assert shown.count("<li>") >= 2


def test_the_calendar_shows_the_cases_in_their_day_month_and_week(desk, cases):
    due = cases["Plus tard"].due_on
    month = text_of(desk.get(f"/bureau/echeances/calendrier/?mois={due:%Y-%m}"))
    assert f'href="/bureau/demandes/{cases["Plus tard"].number}/"' in month
    assert f"/bureau/echeances/?jour={due.isoformat()}" in month
    week = text_of(desk.get(f"/bureau/echeances/calendrier/?semaine={due.isoformat()}"))
    assert "Plus tard" in week
    assert "Pourquoi cette date" in week
    assert "Plus tard" in text_of(desk.get(f"/bureau/echeances/?jour={due.isoformat()}"))


def test_a_busy_day_says_how_many_it_does_not_show(desk, town):
    received = clock.now() - timedelta(days=30)
    counter = IntakeChannel.COUNTER
    lodged = [lodge(town, received_at=received, channel=counter) for _rank in range(5)]
    due = lodged[0].due_on
    page = desk.get(f"/bureau/echeances/calendrier/?mois={due:%Y-%m}")
    assert "et 2 autres" in text_of(page)
    assert [day.count for day in page.context["days"] if day.day == due] == [5]


def test_a_view_is_narrowed_to_a_team_and_to_oneself_and_stays_so(desk, town, cases):
    with town.acting():
        assign_case(case_id=cases["En retard"].pk, to=town.agent, by=town.session())
    mine = desk.get(f"/bureau/echeances/?qui=moi&service={town.team.pk}")
    assert "En retard</a>" in text_of(mine)
    assert f"calendrier/?service={town.team.pk}&amp;qui=moi" in text_of(mine)
    assert desk.get("/bureau/echeances/?qui=personne").context["lines"] == []
    assert desk.get("/bureau/echeances/?service=999999&qui=x").context["lines"]


def test_the_load_says_what_comes_beside_what_is_treated(desk, town, cases):
    page = desk.get("/bureau/echeances/charge/")
    shown = text_of(page)
    assert "1 demande est déjà en retard" in shown
    assert "par jour ouvré" in shown
    assert [(one.name, one.late) for one in page.context["load"].agents] == [("À attribuer", 1)]


def test_a_neighbours_case_is_in_no_view_and_its_clocks_are_not_found(desk, cases):
    theirs = lodge(make_town(code="autre"), subject="Chez le voisin", received_at=clock.now() - timedelta(80))
    assert not [page for page in PAGES if "Chez le voisin" in text_of(desk.get(f"/bureau/echeances/{page}"))]
    assert desk.get(f"/bureau/demandes/{theirs.number}/delais/").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "mois=2026-13",
        "mois=0001-01",
        "mois=9999-12",
        "semaine=hier",
        "semaine=9999-12-31",
        "semaine=0001-01-01",
    ],
)
def test_a_period_that_is_none_shows_this_month(desk, asked):
    assert desk.get(f"/bureau/echeances/calendrier/?{asked}").status_code == 200


def test_an_unreadable_page_or_day_is_the_first_page(desk, cases):
    for asked in ("suite=x", "jour=hier", "suite=2026-01-01_x", "suite=2026-01-01_4"):
        assert desk.get(f"/bureau/echeances/?{asked}").status_code == 200


@pytest.mark.parametrize("page", PAGES, ids=["late", "soon", "day", "month", "week", "load"])
def test_every_view_says_so_when_nothing_is_due(desk, page):
    assert desk.get(f"/bureau/echeances/{page}").status_code == 200


def test_an_agent_without_team_is_told_so(town, at_desk):
    stranger = at_desk(AgentFactory(organisation=town.body))
    assert [stranger.get(f"/bureau/echeances/{page}").status_code for page in PAGES] == [200] * len(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=["late", "soon", "day", "month", "week", "load"])
def test_a_view_reads_the_same_number_of_times_whatever_it_shows(
    desk, town, cases, page, django_assert_max_num_queries
):
    for _rank in range(6):
        lodge(town, received_at=clock.now() - timedelta(days=59))
    with django_assert_max_num_queries(12):
        desk.get(f"/bureau/echeances/{page}")


def test_the_load_opens_on_a_team_for_which_something_falls_due(at_desk, town, cases):
    idle = TeamFactory(organisation=town.body, name="Aaa sans demande")
    agent = AgentFactory(organisation=town.body)
    for team in (idle, town.team):
        habilitate_agent(agent=agent, role=Role.CASE_HANDLER, team=team)
    assert at_desk(agent).get("/bureau/echeances/charge/").context["team"].pk == town.team.pk


def test_opinions_are_listed_at_those_who_owe_them_and_at_those_who_wait(town, desk, at_desk):
    case = lodge(town, subject="Terrasse au bord de l’eau")
    water = TeamFactory(organisation=town.body, name="Eaux")
    adviser = AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[water])
    due = clock.today() + timedelta(days=9)
    with town.acting():
        ask_opinion(case_id=case.pk, to=water, question="Est-ce inondable ?", due_on=due, by=town.session())
    waiting, owing = text_of(desk.get("/bureau/avis/")), text_of(at_desk(adviser).get("/bureau/avis/"))

    assert "personne n’attend d’avis de vos services" in waiting
    assert "Terrasse au bord de l’eau" in waiting.partition("attendus")[2]
    assert "vos services n’attendent l’avis de personne" in owing
    assert "Terrasse au bord de l’eau" in owing.partition('id="attendus"')[0]
    assert f"/bureau/demandes/{case.number}/delais/#opinion" in owing


def test_an_opinion_whose_case_has_ended_is_no_longer_listed(town, desk):
    case = lodge(town, subject="Terrasse")
    due = clock.today() + timedelta(days=9)
    with town.acting():
        ask_opinion(
            case_id=case.pk,
            to=TeamFactory(organisation=town.body),
            question="Avis ?",
            due_on=due,
            by=town.session(),
        )
        close_case(case_id=case.pk, by=town.session())

    assert "Terrasse" not in text_of(desk.get("/bureau/avis/"))
