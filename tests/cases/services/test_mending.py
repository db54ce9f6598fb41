"""Defects of form to mend, and demands handed to a body outside the platform."""

import pytest

from parvis.cases.desk_queries import better_placed
from parvis.cases.errors import CaseNotFound, WrongState
from parvis.cases.models import Case, ClockState, LegalState
from parvis.cases.services.pieces import ask_for_pieces, ask_to_mend, mend
from parvis.cases.services.transfer_out import OutsideBody, transfer_out
from parvis.channels.models import OutboundMessage
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.deadlines.errors import ClockEnded
from parvis.documents.models import DocumentKind
from parvis.documents.queries import issued_documents
from tests.cases.services.test_clocks import D, clocks_of, day, on
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db
PREFECTURE = OutsideBody("Préfecture de l’Eure", "demandes@eure.invalid")


def asked(town, case: Case, **changes):
    given = {
        "labels": ["Signez la demande"],
        "provisions": "Article R. 423-1",
        "due_on": D("2026-02-20"),
        "text": "",
    }
    return ask_to_mend(case_id=case.pk, by=town.session(), **{**given, **changes})


def test_a_defect_of_form_is_mended_and_no_clock_stops(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-01-20", town):
        request = asked(town, case)
        waiting = clocks_of(case)
    with clock.standing_at(day("2026-01-25")):
        mend(request_id=request.pk, case_id=case.pk, text="Voici ma signature.")
    case.refresh_from_db()

    assert waiting["mend"].due_on == D("2026-02-20")
    assert waiting["silence"].due_on == D("2026-03-16")
    assert waiting["silence"].paused_since is None
    assert clocks_of(case)["mend"].state == ClockState.KEPT
    assert case.state == LegalState.IN_PROGRESS
    assert "Article R. 423-1" in OutboundMessage.objects.get(about=case.pk).text


def test_what_must_be_mended_is_said_with_its_texts(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-01-20", town):
        for changes in ({"labels": [" "]}, {"provisions": ""}, {"due_on": D("2026-01-20")}):
            with pytest.raises(Invalid):
                asked(town, case, **changes)


def test_what_was_mended_is_not_mended_again(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-01-20", town):
        request = asked(town, case)
        mend(request_id=request.pk, case_id=case.pk, text="Signée")
        with pytest.raises(WrongState):
            mend(request_id=request.pk, case_id=case.pk, text="Encore")


def test_pieces_that_would_suspend_an_ended_clock_are_refused(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    given = {"labels": ["Plan"], "due_on": D("2026-04-30"), "text": "", "by": town.session()}
    with on("2026-03-17", town):
        with pytest.raises(ClockEnded):
            ask_for_pieces(case_id=case.pk, **given)
        ask_for_pieces(case_id=case.pk, **given, suspends=False)


def test_a_demand_leaves_the_platform_whole_with_its_first_receipt(system, run_jobs):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    run_jobs()
    with on("2026-01-20", town):
        transfer_out(case_id=case.pk, to=PREFECTURE, reason="Compétence de l’État", by=town.session())
    run_jobs()
    case.refresh_from_db()
    sent = OutboundMessage.objects.get(about=case.pk, recipient=PREFECTURE.email)

    assert case.state == LegalState.TRANSFERRED_OUT
    assert [file["media_type"] for file in sent.attachments] == ["application/pdf"]
    assert len(issued_documents(case.pk, DocumentKind.TRANSMISSION)) == 1
    told = OutboundMessage.objects.get(about=case.pk, subject__contains="organisme compétent")
    assert "Préfecture de l’Eure" in told.text
    assert "vendredi 16 janvier 2026" in told.text
    assert clocks_of(case)["silence"].state == ClockState.CANCELLED
    assert case.journal.get(kind="sent_out").facts["channel"] == "email"


def test_a_body_without_mail_gets_a_file_to_print(system, run_jobs):
    town = make_town()
    case = lodge(town)
    to = OutsideBody("Préfecture", "", "Boulevard Clemenceau\n27000 Évreux")
    with town.acting():
        transfer_out(case_id=case.pk, to=to, reason="Compétence de l’État", by=town.session())
    run_jobs()

    assert case.journal.get(kind="sent_out").facts["channel"] == "post"
    assert not OutboundMessage.objects.filter(about=case.pk, attachments__len__gt=1).exists()


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (OutsideBody("", "a@b.invalid"), "Pourquoi"),
        (OutsideBody("Préfecture"), "Pourquoi"),
        (OutsideBody("Préfecture", "pas une adresse"), "Pourquoi"),
        (OutsideBody("Préfecture", "a@b.invalid"), " "),
    ],
)
def test_a_transfer_outside_says_to_whom_how_and_why(system, to, reason):
    town = make_town()
    case = lodge(town)
    with town.acting(), pytest.raises(Invalid):
        transfer_out(case_id=case.pk, to=to, reason=reason, by=town.session())


def test_a_neighbour_does_not_transfer_what_it_does_not_see(system):
    town, neighbour = make_town(), make_town()
    case = lodge(town)
    with neighbour.acting(), pytest.raises(CaseNotFound):
        transfer_out(case_id=case.pk, to=PREFECTURE, reason="Pourquoi", by=neighbour.session())


def test_a_demand_for_another_place_suggests_the_competent_team(system):
    here, elsewhere = make_town(), make_town()
    wrong = lodge(here, municipality_id=elsewhere.body.territory_id, addressed_to=here.team)
    right = lodge(here, municipality_id=here.body.territory_id)

    assert better_placed(wrong) == elsewhere.team
    assert better_placed(right) is None


def test_a_demand_that_nobody_else_handles_suggests_nothing(system):
    here = make_town()
    case = lodge(here, municipality_id=None)

    assert better_placed(case) is None
