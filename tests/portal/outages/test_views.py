"""What residents read of outages, and the proof of what they tried."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import override_settings

from parvis.cases.models import Case
from parvis.cases.numbers import secret_code
from parvis.cases.services.attempts import gather_attempts
from parvis.cases.services.pieces import ask_for_pieces
from parvis.common import actor, clock
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.outages.models import FailedAttempt, Function, Gesture, ToldBy
from parvis.outages.services.attempts import note_attempt
from parvis.outages.services.declaring import declare_outage, end_outage
from tests.factories.outages import an_administrator, an_operator, an_outage, told
from tests.portal.conftest import HORNETS, TREE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def banner(client, address) -> str:
    page = client.get(address).content.decode()
    return page.partition('class="wrap outage-banner')[2].partition("</section>")[0]


def test_without_outage_no_page_has_a_banner(client, town):
    assert banner(client, "/valmont/") == ""


def test_an_outage_shows_on_the_pages_of_its_body_with_the_other_ways_in(client, town):
    an_outage(town.body, said="Nos équipes y travaillent.")
    shown = banner(client, "/valmont/")

    for words in (
        "Une panne touche notre service",
        "Nos équipes y travaillent",
        "tel:0200000000",
        "1 place de la Mairie",
    ):
        assert words in shown


def test_an_outage_of_a_procedure_shows_on_its_pages_only(client, town):
    an_outage(town.body, procedures=[TREE])

    assert "cette démarche" in banner(client, f"/valmont/demarches/{TREE}/")
    assert banner(client, f"/valmont/demarches/{HORNETS}/") == ""


def test_a_maintenance_is_announced_a_week_ahead(client, town):
    for days in (3, 20):
        starts = clock.now() + timedelta(days=days)
        an_outage(town.body, starts_at=starts, expected_until=starts + HOUR)

    assert banner(client, "/valmont/").count("Maintenance prévue") == 1


def test_what_only_agents_miss_is_not_told_to_residents(client, town):
    an_outage(town.body, functions=[Function.DESK])

    assert banner(client, "/valmont/") == ""
    assert "Tout fonctionne" in client.get("/pannes/").content.decode()


def test_a_page_asks_nothing_of_the_database_for_its_banner_while_what_was_read_is_fresh(client, town):
    an_outage(town.body)
    client.get("/valmont/")
    asked = []

    def listen(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        assert banner(client, "/valmont/")
    assert not [sql for sql in asked if "outages_" in sql]


def test_the_list_tells_what_runs_and_what_is_over(client, town):
    an_outage(town.body)
    over = an_outage(town.body, functions=[Function.DEPOSIT])
    end_outage(outage_id=over.pk, at=clock.now(), by=an_administrator(town.body))
    page = client.get("/pannes/").content.decode()

    assert page.index("en cours") < page.index("finie")
    assert "envoi des demandes" in page


class Away:
    """The database refuses every statement, save those that the test lets through."""

    def __init__(self, but: str = "\0") -> None:
        self.but = but

    def __call__(self, execute, sql, *rest):
        if self.but in sql:
            return execute(sql, *rest)
        raise OperationalError("connection refused")


@pytest.fixture
def failing(town, client, monkeypatch):
    """Return a browser whose deposits fail by a fault of ours."""
    monkeypatch.setattr("parvis.portal.procedures.beginning.begin", lambda *_: 1 / 0)
    client.raise_request_exception = False
    return client


def reference_in(answer) -> str:
    return answer.content.decode().partition('<strong class="number">')[2].partition("<")[0]


def test_a_gesture_that_fails_because_of_us_is_kept_and_its_reference_shown(failing, town):
    answer = failing.post(f"/valmont/demarches/{TREE}/", {"applicant": "secret words"})
    kept = FailedAttempt.objects.get()

    assert answer.status_code == 500
    assert kept.reference == reference_in(answer)
    assert (kept.organisation, kept.procedure_code, kept.gesture) == (town.body, TREE, Gesture.BEGIN)
    assert kept.error == "fault:ZeroDivisionError"
    assert "secret" not in str(vars(kept))


def test_a_page_that_only_asked_to_read_leaves_no_attempt(client, town, monkeypatch):
    monkeypatch.setattr("parvis.portal.procedures.views._context", lambda *_: 1 / 0)
    client.raise_request_exception = False

    assert client.get(f"/valmont/demarches/{TREE}/").status_code == 500
    assert not FailedAttempt.objects.exists()


def test_with_the_database_away_the_attempt_is_put_aside_and_kept_once_it_is_back(failing, town, tmp_path):
    with override_settings(ATTEMPTS_DIR=tmp_path):
        with connection.execute_wrapper(Away()):
            answer = failing.post(f"/valmont/demarches/{TREE}/")
        assert answer.status_code == 503
        assert not FailedAttempt.objects.exists()

        assert (gather_attempts(), gather_attempts()) == (1, 0)

    kept = FailedAttempt.objects.get()
    assert kept.reference == reference_in(answer)
    assert (kept.organisation, kept.procedure_code) == (town.body, TREE)


def test_who_holds_the_reference_opens_the_attempt_and_gets_its_certificate(failing, town, new_visitor):
    with clock.standing_at(clock.now() - HOUR / 2):
        reference = reference_in(failing.post(f"/valmont/demarches/{TREE}/"))
    an_outage(town.body)
    client = new_visitor().client
    address = client.post("/pannes/tentative/", {"reference": reference.lower().replace("-", " ")})[
        "Location"
    ]
    page = client.get(address).content.decode()
    answer = client.post(f"{address}attestation.pdf")

    assert reference in page
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    [document] = IssuedDocument.objects.filter(kind=DocumentKind.OUTAGE)
    assert (document.facts["number"], document.facts["until"]) == (reference, "")
    verified = client.get(f"/verifier/{document.code}/").content.decode()
    assert "pas encore finie" in verified


def test_a_reference_that_is_unknown_and_an_attempt_of_someone_else_open_nothing(failing, town, new_visitor):
    failing.post(f"/valmont/demarches/{TREE}/")
    kept = FailedAttempt.objects.get()
    client = new_visitor().client

    assert client.post("/pannes/tentative/", {"reference": "KXM-4P7-RT9C"}).status_code == 404
    assert client.get(f"/pannes/tentative/{kept.pk}/")["Location"] == "/pannes/tentative/"
    assert client.post(f"/pannes/tentative/{kept.pk}/attestation.pdf").status_code == 404


def test_an_attempt_told_on_the_phone_is_written_down_with_a_reference(town):
    by = town.session()
    attempt = note_attempt(
        organisation=town.body,
        gesture=Gesture.SEND,
        failed_at=clock.now() - HOUR,
        told_by=ToldBy.PHONE,
        by=by,
    )

    assert (attempt.agent_id, attempt.told_by) == (town.agent.pk, "phone")
    assert attempt.reference


def test_the_person_of_a_demand_gets_the_certificate_of_the_outage_that_moved_its_delay(
    visitor, town, new_visitor, run_jobs
):
    visitor.begin().fill_all().send()
    case, by = Case.objects.get(), town.session()
    due = clock.today() + timedelta(days=1)
    with actor.acting_as(by.actor()):
        ask_for_pieces(case_id=case.pk, labels=["Plan"], due_on=due, text="", by=by)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        outage = an_outage(town.body)
        end_outage(outage_id=outage.pk, at=clock.now(), by=an_administrator(town.body))
        run_jobs()
    client = new_visitor().client
    client.post("/suivi/", {"numero": case.number, "code": secret_code("follow-up", case.pk)})
    page = client.get(f"/suivi/{case.number}/").content.decode()
    address = f"/suivi/{case.number}/attestation-de-panne/{outage.pk}/"
    answers = [client.post(address), client.post(address)]

    assert address in page
    assert "panne" in page
    assert all(b"".join(answer.streaming_content).startswith(b"%PDF") for answer in answers)
    assert IssuedDocument.objects.filter(about=case.pk, kind=DocumentKind.OUTAGE).count() == 1
    assert client.post(f"/suivi/{case.number}/attestation-de-panne/{outage.pk + 1}/").status_code == 404


def test_an_outage_of_the_whole_platform_shows_everywhere(client, town):
    declare_outage(organisation=None, told=told(), by=an_operator(town.body))

    assert banner(client, "/valmont/")
    assert banner(client, "/")
