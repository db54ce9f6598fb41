"""Putting a demand right from its page: answers corrected, form mended, what is owed after silence asked."""

from datetime import datetime, timedelta

import pytest

from parvis.cases.models import Case, Correction, LegalState
from parvis.cases.numbers import secret_code
from parvis.cases.services.implied import declare_implied_decisions
from parvis.cases.services.pieces import ask_to_mend
from parvis.cases.services.states import change_state
from parvis.common import clock
from tests.factories.cases import lodge, make_town
from tests.portal.conftest import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(visitor, system) -> Case:
    visitor.begin().fill_all().send()
    return Case.objects.get()


@pytest.fixture
def person(case, new_visitor):
    return opened(case, new_visitor)


def opened(case, new_visitor):
    """Return a browser in which the demand was opened by its code."""
    client = new_visitor().client
    client.post("/suivi/", {"numero": case.number, "code": secret_code("follow-up", case.pk)})
    return client


def text(answer) -> str:
    return answer.content.decode()


def begin(person, case) -> str:
    """Open the answers again; return the address of the correction."""
    answer = person.post(f"/suivi/{case.number}/corriger/")
    assert answer.status_code == 302
    return answer["Location"].partition("verification/")[0]


def test_answers_are_read_again_with_a_link_to_change_each(case, person):
    page = text(person.get(f"{begin(person, case)}verification/"))

    assert "Envoyer ma correction" in page
    assert "Devant le 3 rue des Tilleuls" in page
    assert "croquis.jpg" in page


def test_a_corrected_answer_replaces_the_former_and_the_person_is_told_what_it_changes(case, person):
    address = begin(person, case)
    answer = person.post(f"{address}etape/arbres/", {**PAGES["arbres"], "species": "Hêtre"})
    assert answer.status_code == 302
    sent = person.post(f"{address}verification/", {"why": "Ce n’est pas un chêne"})
    case.refresh_from_db()

    assert sent["Location"] == f"/suivi/{case.number}/"
    assert case.answers["species"] == "Hêtre"
    assert case.original["species"] == "Chêne"
    assert Correction.objects.get().why == "Ce n’est pas un chêne"
    assert "Vos délais ne changent pas" in text(person.get(f"/suivi/{case.number}/"))
    assert case.attachments.count() == 4


def test_while_it_is_examined_the_correction_is_proposed(case, person, town, system):
    with town.acting():
        change_state(case_id=case.pk, to=LegalState.IN_PROGRESS, by=town.session())
    address = begin(person, case)
    person.post(f"{address}etape/arbres/", {**PAGES["arbres"], "species": "Hêtre"})
    person.post(f"{address}verification/", {})

    assert "proposé une correction" in text(person.get(f"/suivi/{case.number}/"))


def test_a_correction_that_changes_nothing_says_so(case, person):
    answer = person.post(f"{begin(person, case)}verification/", {})

    assert answer.status_code == 422
    assert "Rien n’a changé" in text(answer)


def test_another_visitor_corrects_nothing(case, new_visitor):
    answer = new_visitor().client.post(f"/suivi/{case.number}/corriger/")

    assert answer["Location"].startswith("/suivi/?numero=")


def test_a_defect_of_form_is_mended_on_the_page(case, person, town, system):
    with town.acting():
        request = ask_to_mend(
            case_id=case.pk,
            labels=["Signez votre demande"],
            provisions="Article R. 423-1",
            due_on=clock.today() + timedelta(days=15),
            text="",
            by=town.session(),
        )
    page = text(person.get(f"/suivi/{case.number}/"))
    assert "Signez votre demande" in page
    assert "Article R. 423-1" in page
    assert "Les pièces qui manquent" not in page
    address = f"/suivi/{case.number}/forme/{request.pk}/"
    assert person.post(address, {"mend-text": " "}).status_code == 422
    assert person.post(address, {"mend-text": "Lu et approuvé, Aude Vasseur"}).status_code == 302
    request.refresh_from_db()
    assert request.answered_at is not None


def silent(regime: str) -> Case:
    """Return a case that silence has just decided."""
    now = clock.now()
    case = lodge(make_town(regime=regime), received_at=now - timedelta(days=70))
    with clock.standing_at(datetime.fromisoformat(now.isoformat())):
        assert declare_implied_decisions() == 1
    return case


def test_an_acceptance_by_silence_is_attested_on_request(system, new_visitor, run_jobs):
    case = silent("SVA")
    person = opened(case, new_visitor)
    assert "Demander l’attestation" in text(person.get(f"/suivi/{case.number}/"))
    person.post(f"/suivi/{case.number}/attestation/")
    assert "Elle se prépare" in text(person.get(f"/suivi/{case.number}/"))
    run_jobs()
    assert "Attestation d’acceptation" in text(person.get(f"/suivi/{case.number}/"))


def test_a_refusal_by_silence_says_how_to_contest_and_lets_ask_why(system, new_visitor):
    case = silent("SVR")
    person = opened(case, new_visitor)
    page = text(person.get(f"/suivi/{case.number}/"))
    for words in (
        "considérée comme refusée",
        "Contester la décision devant le juge",
        "telerecours",
        "L’accusé de réception",
    ):
        assert words in page
    person.post(f"/suivi/{case.number}/raisons/")
    page = text(person.get(f"/suivi/{case.number}/"))
    assert "Les raisons du refus" in page
    assert "Demander les raisons du refus" not in page
