"""What an agent puts right from the page of a case: form, corrections, wrong body, reasons owed."""

from datetime import timedelta

import pytest

from parvis.cases.models import Case, LegalState
from parvis.cases.services.after_silence import ask_for_reasons
from parvis.cases.services.corrections import begin_correction, send_correction
from parvis.cases.services.implied import declare_implied_decisions
from parvis.cases.services.states import change_state
from parvis.common import actor, clock
from tests.cases.services.test_corrections import DEFINITION
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def page(desk, case: Case, gesture: str = "") -> str:
    return desk.get(f"/bureau/demandes/{case.number}/{gesture}").content.decode()


def post(desk, case: Case, gesture: str, **given):
    return desk.post(f"/bureau/demandes/{case.number}/{gesture}/", given)


def test_a_defect_of_form_is_sent_to_mend_with_its_texts(desk, town):
    case = lodge(town)
    soon = (clock.today() + timedelta(days=15)).isoformat()
    assert "Citez les textes" in post(desk, case, "forme", quoi="Signez", avant=soon).content.decode()
    answer = post(desk, case, "forme", quoi="Signez", textes="Article 1", avant=soon)
    assert answer.status_code == 302
    assert "Correction de forme demandée" in page(desk, case)


def test_a_demand_leaves_the_platform(desk, town, run_jobs):
    case = lodge(town)
    answer = post(desk, case, "ailleurs", nom="Préfecture", motif="Compétence de l’État")
    assert answer.status_code == 422
    assert "e-mail ou postale" in answer.content.decode()
    given = {"nom": "Préfecture", "adresse": "1 rue", "motif": "Compétence de l’État"}
    assert post(desk, case, "ailleurs", **given).status_code == 302
    run_jobs()
    shown = page(desk, case)
    assert "Transmise hors de la plateforme à Préfecture" in shown
    assert "dossier transmis" in shown


def test_a_demand_that_belongs_elsewhere_says_so(desk, town, system):
    neighbour = make_town()
    wrong = lodge(town, municipality_id=neighbour.body.territory_id, addressed_to=town.team)
    shown = page(desk, wrong)
    assert "relève peut-être d’un autre organisme" in shown
    assert neighbour.team.name in shown
    assert "relève peut-être" not in page(desk, lodge(town))
    offered = page(desk, wrong, f"transmettre/?vers={neighbour.team.pk}")
    assert "checked" in offered


def test_a_correction_proposed_is_read_and_settled(desk, town, system):
    place = make_town(definition=DEFINITION)
    case = lodge(town, version=place.version, addressed_to=town.team)
    with town.acting():
        change_state(case_id=case.pk, to=LegalState.IN_PROGRESS, by=town.session())
    with actor.acting_as(actor.for_job(case.pk)):
        draft = begin_correction(case_id=case.pk)
        with actor.admitting(draft.pk):
            draft.answers = {"project": "Un hêtre"}
            draft.save()
            send_correction(draft_id=draft.pk, why="Je me suis trompée")
    shown = page(desk, case, "correction/")
    for words in ("Examiner la correction", "Un hêtre", "Je me suis trompée"):
        assert words in shown
    assert "Dites pourquoi" in post(desk, case, "correction", avis="non").content.decode()
    assert post(desk, case, "correction", avis="oui").status_code == 302
    assert "1 réponse corrigée" in page(desk, case)


def test_the_reasons_of_a_refusal_by_silence_are_given(desk, town, system):
    case = lodge(town, received_at=clock.now() - timedelta(days=70))
    declare_implied_decisions()
    assert "Donner les raisons du refus" not in page(desk, case)
    ask_for_reasons(case_id=case.pk)
    assert "Donner les raisons du refus" in page(desk, case)
    assert post(desk, case, "raisons", droit="", fait="Protégé").status_code == 422
    assert post(desk, case, "raisons", droit="Article 5", fait="Protégé").status_code == 302
    shown = page(desk, case)
    assert "Raisons du refus données" in shown
    assert "Décider" in shown
