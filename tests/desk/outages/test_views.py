"""Outages on the desk: declared by those who may, read by all, reported by cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.cases.models import OutageLink
from parvis.cases.services.pieces import ask_for_pieces
from parvis.common import actor, clock
from parvis.organisations.models import Role
from parvis.outages.models import FailedAttempt, Outage
from parvis.outages.services.attempts import note_attempt
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory
from tests.factories.outages import an_outage
from tests.harness.sign_in import sign_in
from tests.harness.strictness import StrictClient

pytestmark = pytest.mark.django_db
DECLARE = "/bureau/pannes/declarer/"


@pytest.fixture
def town(system):
    return make_town()


def browser_of(town, role=None, **more):
    agent = AgentFactory(organisation=town.body, with_role=role, **more) if role else town.agent
    return sign_in(StrictClient(), agent)


@pytest.fixture
def administrator(town):
    return browser_of(town, Role.BODY_ADMIN)


@pytest.fixture
def handler(town):
    return browser_of(town)


def typed(**changes):
    began = timezone.localtime(clock.now() - timedelta(hours=2))
    given = {
        "fonctions": ["portal"],
        "debut": began.date().isoformat(),
        "debut_heure": f"{began:%H:%M}",
        "dit": "Nous réparons.",
    }
    return {**given, **changes}


def text(answer) -> str:
    return answer.content.decode()


def test_an_administrator_declares_an_outage_and_everyone_reads_it(town, administrator, handler):
    answer = administrator.post(DECLARE, typed())
    outage = Outage.objects.get()

    assert answer["Location"] == f"/bureau/pannes/{outage.pk}/"
    assert (outage.organisation, outage.functions, outage.is_running) == (town.body, ["portal"], True)
    assert "Nous réparons" in text(handler.get(f"/bureau/pannes/{outage.pk}/"))
    assert "Dire que la panne est finie" not in text(handler.get(f"/bureau/pannes/{outage.pk}/"))
    assert "count-late" in text(handler.get("/bureau/pannes/")).partition("etat-titre")[2]


def test_an_end_before_the_start_is_said_under_its_field_and_nothing_typed_is_lost(administrator, system):
    before = timezone.localtime(clock.now() - timedelta(days=2)).date().isoformat()
    answer = administrator.post(DECLARE, typed(fin=before, fin_heure="10:00"))

    assert answer.status_code == 422
    assert "La fin est avant le début" in text(answer)
    assert "Nous réparons." in text(answer)
    assert not Outage.objects.exists()


def test_an_outage_that_moves_last_days_asks_to_confirm_how_many(town, administrator, system):
    today = clock.today()
    with clock.standing_at(clock.now() - timedelta(days=3)):
        case = lodge(town)
        with town.acting():
            ask_for_pieces(case_id=case.pk, labels=["Plan"], due_on=today, text="", by=town.session())
    asked = administrator.post(DECLARE, typed())

    assert asked.status_code == 422
    assert "Une demande a un dernier jour pendant cette panne" in text(asked)
    assert not Outage.objects.exists()
    assert administrator.post(DECLARE, typed(confirme="on")).status_code == 302


def test_ending_twice_is_refused_with_a_sentence(town, administrator, system):
    outage = an_outage(town.body)
    now = timezone.localtime(clock.now())
    end = {"fin": now.date().isoformat(), "fin_heure": f"{now:%H:%M}"}
    address = f"/bureau/pannes/{outage.pk}/"
    administrator.post(f"{address}finir/", end)
    again = administrator.post(f"{address}finir/", end, follow=True)

    assert "déjà terminée" in text(again)
    assert "finie" in text(again)


def test_closed_as_an_error_it_leaves_the_pages(town, administrator, client, system):
    outage = an_outage(town.body)
    administrator.post(f"/bureau/pannes/{outage.pk}/ecarter/", {"raison": "Fausse alerte"})

    assert "Fausse alerte" in text(administrator.get(f"/bureau/pannes/{outage.pk}/"))
    assert "outage-banner" not in text(client.get(f"/{town.body.slug}/"))


def test_a_handler_ties_a_case_to_the_outage_it_reports(town, handler, administrator, system):
    case, outage = lodge(town), an_outage(town.body)
    address = f"/bureau/pannes/{outage.pk}/"
    answer = handler.post(f"{address}demandes/", {"numero": case.number}, follow=True)

    assert "est liée à la panne" in text(answer)
    assert case.subject in text(answer)
    assert OutageLink.objects.get().case == case
    # Who administers the body sees how many report it, and none of them.
    seen = text(administrator.get(address))
    assert "1 demande la signale" in seen
    assert case.subject not in seen


def test_an_attempt_told_on_the_phone_gives_a_reference(town, handler, system):
    case = lodge(town)
    now = timezone.localtime(clock.now() - timedelta(hours=1))
    told = {
        "geste": "send",
        "quand": now.date().isoformat(),
        "quand_heure": f"{now:%H:%M}",
        "dite": "phone",
        "numero": case.number,
    }
    answer = handler.post("/bureau/pannes/tentative/", told)
    kept = FailedAttempt.objects.get()

    assert kept.reference in text(answer)
    assert (kept.case_id, kept.agent_id) == (case.pk, town.agent.pk)


def test_attempts_are_shown_without_who_nor_the_reference_that_opens_them(town, administrator, system):
    outage = an_outage(town.body)
    with actor.acting_as(town.session().actor()):
        kept = note_attempt(
            organisation=town.body, gesture="send", failed_at=clock.now(), told_by="phone", by=town.session()
        )
    page = text(administrator.get(f"/bureau/pannes/{outage.pk}/"))

    assert "dite au téléphone" in page
    assert kept.reference not in page


def test_an_agent_of_another_body_finds_nothing(town, system):
    outage = an_outage(town.body)
    stranger = browser_of(make_town(code="ailleurs"))

    assert stranger.get(f"/bureau/pannes/{outage.pk}/").status_code == 404
    assert stranger.post(f"/bureau/pannes/{outage.pk}/finir/").status_code == 404
