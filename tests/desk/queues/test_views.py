"""Lists: what they show, how they narrow, what one does on several cases."""

from datetime import timedelta

import pytest

from parvis.cases.models import Case, IntakeChannel
from parvis.common import clock
from parvis.organisations.models import Role
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory, TeamFactory

pytestmark = pytest.mark.django_db


def text_of(page):
    return page.content.decode()


def test_the_desk_opens_on_the_agents_own_cases(desk):
    assert desk.get("/bureau/")["Location"] == "/bureau/files/mes-demandes/"


@pytest.mark.parametrize(
    "code", ["mes-demandes", "mes-services", "sans-agent", "en-retard", "en-attente", "toutes"]
)
def test_every_queue_says_so_when_it_is_empty(desk, code):
    page = desk.get(f"/bureau/files/{code}/")
    assert page.status_code == 200
    assert 'class="empty"' in text_of(page)


def test_a_queue_that_does_not_exist_is_not_found(desk):
    assert desk.get("/bureau/files/celles-du-voisin/").status_code == 404


def test_a_row_says_subject_person_procedure_place_channel_due_date_state_and_agent(desk, town):
    received = clock.now() - timedelta(days=80)
    lodge(town, channel=IntakeChannel.POST, place="rue des Tilleuls", received_at=received)
    shown = text_of(desk.get("/bureau/files/mes-services/"))
    for word in ("Élagage d’un chêne", "Aude Vasseur", "Couper un arbre", "rue des Tilleuls", "courrier"):
        assert word in shown
    assert "en retard de" in shown
    assert "reçue" in shown
    assert "à attribuer" in shown


def test_another_bodys_case_is_in_no_list(desk, town):
    elsewhere = make_town(code="autre")
    lodge(elsewhere, subject="Chez le voisin")
    for code in ("mes-services", "toutes", "sans-agent"):
        assert "Chez le voisin" not in text_of(desk.get(f"/bureau/files/{code}/"))


def test_counts_stand_beside_queues_and_stop_at_99(desk, town):
    lodge(town)
    assert '<span class="count">1</span>' in text_of(desk.get("/bureau/files/mes-demandes/"))


def test_a_page_has_fifty_rows_and_leads_to_the_next(desk, town):
    for rank in range(52):
        lodge(town, subject=f"Demande {rank:02d}")
    first = desk.get("/bureau/files/mes-services/")
    assert len(first.context["lines"]) == 50
    second = desk.get(f"/bureau/files/mes-services/{first.context['next_href']}")
    assert len(second.context["lines"]) == 2
    seen = {line.subject for page in (first, second) for line in page.context["lines"]}
    assert len(seen) == 52
    assert "Début de la liste" in text_of(second)


def test_filters_narrow_a_list_and_are_said(desk, town):
    lodge(town, channel=IntakeChannel.PHONE, subject="Par téléphone")
    lodge(town, channel=IntakeChannel.WEB, subject="En ligne")
    shown = text_of(desk.get("/bureau/files/mes-services/?voie=phone"))
    assert "Par téléphone" in shown
    assert ">En ligne<" not in shown
    assert "Voie d’arrivée\u00a0: téléphone" in shown


@pytest.mark.parametrize(
    "narrowed", ["demarche=x", "voie=pigeon", "etat=perdu", "service=999999", "service=abc"]
)
def test_an_unknown_filter_narrows_nothing_and_says_so(desk, town, narrowed):
    lodge(town)
    page = desk.get(f"/bureau/files/mes-services/?{narrowed}")
    assert len(page.context["lines"]) == 1
    assert "Ce choix n’existe pas" in text_of(page)


def test_a_date_that_is_none_is_said_under_its_field(desk, town):
    page = desk.get("/bureau/files/mes-services/?du=hier&suite=n'importe")
    assert page.status_code == 200
    assert "Écrivez une date complète" in text_of(page)


def test_the_teams_of_the_agent_are_lists_too(desk, town):
    other = TeamFactory(organisation=town.body)
    lodge(town)
    shown = text_of(desk.get(f"/bureau/files/mes-services/?service={town.team.pk}"))
    assert town.team.name in shown
    assert other.name not in shown


def test_an_agent_without_habilitation_is_told_how_to_get_one(town, at_desk):
    stranger = AgentFactory(organisation=town.body)
    assert "Demandez une habilitation" in text_of(at_desk(stranger).get("/bureau/files/mes-services/"))


def test_taking_the_cases_ticked_takes_one_gesture(desk, town):
    cases = [lodge(town), lodge(town)]
    answer = desk.post(
        "/bureau/files/attribuer/",
        {"demande": [case.number for case in cases], "a": "moi", "retour": "/bureau/files/sans-agent/"},
        follow=True,
    )
    assert answer.redirect_chain == [("/bureau/files/sans-agent/", 302)]
    assert "Attribution faite : 2 demandes" in text_of(answer)
    assert set(Case.objects.values_list("assignee", flat=True)) == {town.agent.pk}


def test_the_token_goes_with_the_button_that_posts_and_stays_out_of_addresses(desk, town):
    case = lodge(town)
    page = desk.get("/bureau/files/sans-agent/").content.decode()
    rows = page.partition("data-rows")[2].partition("</form>")[0]
    assert 'type="hidden" name="csrf' not in rows
    assert '<button class="button button-primary button-small" name="csrfmiddlewaretoken"' in rows
    desk.post("/bureau/files/attribuer/?a=moi", {"demande": case.number})
    assert Case.objects.get().assignee == town.agent


def test_cases_ticked_go_to_a_colleague_of_their_team(desk, town):
    colleague = AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team])
    case = lodge(town)
    shown = desk.get(f"/bureau/files/attribuer/?demande={case.number}")
    assert str(colleague) in text_of(shown)
    desk.post("/bureau/files/attribuer/", {"demande": case.number, "a": colleague.pk})
    assert Case.objects.get().assignee == colleague


def test_nothing_ticked_is_said(desk):
    answer = desk.post("/bureau/files/attribuer/", {"a": "moi"}, follow=True)
    assert "Cochez d’abord" in text_of(answer)


def test_a_stranger_to_the_team_is_never_offered_nor_accepted(desk, town):
    stranger = AgentFactory(organisation=town.body)
    case = lodge(town)
    answer = desk.post("/bureau/files/attribuer/", {"demande": case.number, "a": stranger.pk})
    assert answer.status_code == 422
    assert "n’est plus dans ce service" in text_of(answer)
    assert Case.objects.get().assignee is None


def test_a_case_of_another_body_cannot_be_taken(desk, town):
    theirs = lodge(make_town(code="autre"))
    desk.post("/bureau/files/attribuer/", {"demande": theirs.number, "a": "moi"})
    assert Case.objects.get().assignee is None


def test_going_back_never_leads_out_of_the_desk(desk):
    for target in ("https://ailleurs.example/", "//ailleurs.example/bureau/", "/compte/"):
        answer = desk.post("/bureau/files/attribuer/", {"retour": target})
        assert answer["Location"] == "/bureau/"


class TestSavedViews:
    def keep(self, desk, name="Mes arbres", **filters):
        return desk.post("/bureau/vues/", {"nom": name, "file": "mes-services", **filters})

    def test_a_list_is_kept_with_its_filters(self, desk, town):
        answer = self.keep(desk, voie="phone")
        assert answer["Location"] == "/bureau/files/mes-services/?voie=phone"
        shown = text_of(desk.get(answer["Location"]))
        assert '<a href="/bureau/files/mes-services/?voie=phone" aria-current="page">' in shown

    def test_a_view_is_renamed(self, desk, town):
        self.keep(desk)
        view = town.agent.saved_views.get()
        answer = desk.post(f"/bureau/vues/{view.pk}/renommer/", {"nom": "Les arbres"}, follow=True)
        assert "Vue renommée" in text_of(answer)
        assert town.agent.saved_views.get().name == "Les arbres"

    def test_a_view_needs_a_name_of_its_own(self, desk, town):
        self.keep(desk)
        self.keep(desk, name="Autre")
        other = town.agent.saved_views.get(name="Autre")
        assert desk.post(f"/bureau/vues/{other.pk}/renommer/", {"nom": ""}).status_code == 422
        answer = desk.post(f"/bureau/vues/{other.pk}/renommer/", {"nom": "Mes arbres"})
        assert "déjà une vue de ce nom" in text_of(answer)
        answer = desk.post("/bureau/vues/", {"nom": " "}, follow=True)
        assert "Donnez un nom" in text_of(answer)

    def test_a_view_is_deleted(self, desk, town):
        self.keep(desk)
        view = town.agent.saved_views.get()
        desk.post(f"/bureau/vues/{view.pk}/supprimer/")
        assert not town.agent.saved_views.exists()

    def test_a_colleagues_view_is_not_found(self, desk, town, at_desk):
        self.keep(desk)
        view = town.agent.saved_views.get()
        colleague = at_desk(AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER))
        assert colleague.get(f"/bureau/vues/{view.pk}/renommer/").status_code == 404
        assert colleague.post(f"/bureau/vues/{view.pk}/supprimer/").status_code == 404


def test_hostile_words_are_written_as_words(desk, town):
    lodge(town, subject="<script>alert(1)</script>", person=PersonDetails(last_name="<b>Nom</b>"))
    shown = text_of(desk.get("/bureau/files/mes-services/"))
    assert "<script>alert" not in shown
    assert "<b>Nom" not in shown


def test_a_page_of_a_queue_asks_the_database_little(desk, town, django_assert_max_num_queries):
    for _ in range(12):
        lodge(town)
    with django_assert_max_num_queries(10):
        desk.get("/bureau/files/mes-services/")
