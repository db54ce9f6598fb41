"""At the desk: an opinion asked then given, a case looked at, a breach of personal data followed to its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.cases.models import Agreement, Case, Clock, ClockState, LegalState
from parvis.common import clock
from parvis.organisations.models import Role
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory, TeamFactory

pytestmark = pytest.mark.django_db


def page(desk, case: Case, gesture: str = "") -> str:
    return desk.get(f"/bureau/demandes/{case.number}/{gesture}").content.decode().replace("\u00a0", " ")


def post(desk, case: Case, gesture: str, **given):
    return desk.post(f"/bureau/demandes/{case.number}/{gesture}/", given)


def test_an_opinion_is_asked_then_given_by_the_team_consulted(desk, town, at_desk):
    case, team = lodge(town), TeamFactory(organisation=town.body, name="Faune et flore")
    referent = at_desk(AgentFactory(organisation=town.body, with_role=Role.REFERENT, with_role__on=[team]))
    due = (clock.today() + timedelta(days=10)).isoformat()
    assert "Écrivez votre question" in post(desk, case, "avis", vers=team.pk, avant=due).content.decode()
    given = {
        "vers": team.pk,
        "motif": "Peut-on abattre ?",
        "avant": due,
        "silence": "without",
        "attend": "yes",
    }
    assert post(desk, case, "avis", **given).status_code == 302
    assert "Peut-on abattre ?" in page(desk, case)

    assert "Rendre l’avis" in page(referent, case)
    answer = post(referent, case, "rendre-avis", avis="reserved", texte="Hors période de nidification.")
    assert answer.status_code == 302
    shown = page(desk, case)
    assert "favorable avec réserves" in shown
    assert "Hors période de nidification." in shown
    assert Case.objects.get().state == LegalState.IN_PROGRESS
    assert post(referent, case, "rendre-avis", avis="none", texte="Encore").status_code == 404


def test_a_case_is_looked_at_in_one_gesture(desk, town, system):
    Agreement.objects.create(organisation=town.body, name="Regard", team=town.team, look_every="2d")
    case = lodge(town)
    assert "Vue, rien à faire" in page(desk, case)
    assert post(desk, case, "vue").status_code == 302
    looks = Clock.objects.filter(case=case, kind="team_look").order_by("pk")
    assert [one.state for one in looks] == [ClockState.KEPT, ClockState.RUNNING]
    assert "Regardée" in page(desk, case)


def test_a_breach_is_told_then_followed_to_its_end(desk, town):
    case = lodge(town)
    seen = timezone.localtime(clock.now() - timedelta(hours=1))
    moment = {"jour": seen.date().isoformat(), "heure": f"{seen:%H:%M}"}
    refused = post(desk, case, "violation", fait="Courrier mal adressé", jour="2090-01-01", heure="10:00")
    assert refused.status_code == 422
    assert "à venir" in refused.content.decode()
    assert post(desk, case, "violation", fait="Courrier mal adressé", **moment).status_code == 302
    shown = page(desk, case)
    assert "Notification à la CNIL" in shown
    assert "72 heures, jour et nuit" in shown
    answer = post(desk, case, "violation-suite", suite="sans-risque", pourquoi="", **moment)
    assert "Dites pourquoi" in answer.content.decode()
    told = post(desk, case, "violation-suite", suite="notifiee", reference="CNIL-7", **moment)
    assert told.status_code == 302
    assert "CNIL-7" in page(desk, case)


def test_what_was_promised_and_the_priority_stand_on_top_of_the_case(desk, town, system):
    Agreement.objects.create(organisation=town.body, name="Tout", first_answer="4h")
    case = lodge(town)
    post(desk, case, "priorite", portee="1", urgence="1")
    shown = page(desk, case)

    assert "Nous nous engageons à donner une première réponse" in shown
    assert "priorité critique" in shown
