import pytest
from django.db import connection
from django.test import override_settings

from config import checks
from config.checks import State
from parvis.catalogue.models import DataSource
from parvis.common import actor
from tests.factories import lists
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["database", "row security", "journal", "storage", "disk"])
def test_a_sound_installation_is_found_sound(name, system):
    assert checks.CHECKS[name]().state in {State.OK, State.WARNING}, checks.CHECKS[name]()


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_database_at_this_version_is_found_so(system):
    assert checks.migrations().state == State.OK


def test_a_table_whose_row_security_fell_is_named(system, monkeypatch):
    monkeypatch.setattr(checks, "_secured_tables", lambda: ["people_person"])
    found = checks.row_security()
    assert found.state == State.FAILED
    assert "cases_case" in found.text
    assert "people_person" not in found.text.split(": ")[1].split(", ")


def test_a_table_that_shows_itself_to_nobody_is_named(system, monkeypatch):
    monkeypatch.setattr(checks, "_nobody_sees", lambda table: table == "cases_case")
    assert checks.row_security() == checks.failed("shown to nobody in particular: cases_case")


def test_without_a_living_worker_jobs_deserve_a_look(system):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    found = checks.jobs()
    assert found.state == State.WARNING
    assert found.text.startswith("0 workers alive")


def test_without_an_antivirus_a_warning_says_what_to_set(system):
    assert checks.antivirus().state == State.WARNING


@override_settings(CLAMAV_SOCKET="/nowhere/clamd.sock")
def test_an_antivirus_that_does_not_answer_is_a_failure(system):
    assert checks.antivirus().state == State.FAILED


def test_reading_the_journal_at_one_moment_leaves_the_connection_as_it_was(transactional_db):
    with actor.acting_as(actor.for_system("tests")):
        checks.journal()
    with connection.cursor() as cursor:
        cursor.execute("SHOW default_transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def test_a_data_source_that_does_not_answer_is_named_with_what_it_serves_meanwhile(system):
    body = OrganisationFactory(slug="valmont")
    assert checks.sources() == checks.ok("0 data sources, none failing")
    failing = lists.source(body, code="rues")
    lists.copy(failing)
    lists.source(body, code="ecoles", url="")
    lists.source(body, code="tout-va-bien")
    DataSource.objects.filter(pk=failing.pk).update(
        failures=2, failure="Le serveur a répondu par le code 500."
    )
    found = checks.sources()
    assert found.state == State.WARNING
    assert found.text.startswith("2 of 3 data sources do not answer: valmont/ecoles since never (no address)")
    assert (
        "valmont/rues since never (Le serveur a répondu par le code 500.), serving the copy of" in found.text
    )
