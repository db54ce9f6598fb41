"""A form and the workflow that it names, imported together or one after the other, give the same procedure."""

import pytest

from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.models import Procedure, ProcedureVersion
from parvis.catalogue.services.imports import read_files, take_in
from tests.catalogue.imports.publik.circuits import DONE, by, item, named, status, workflow
from tests.catalogue.imports.publik.writing import wcs_field, wcs_form
from tests.factories.organisations import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
FORM = wcs_form(wcs_field("string", "Nom", name="nom"), more=(named(),))
GREETS = item("register-comment", comment="Bonjour {{ form_var_nom }}")
CIRCUIT = workflow(
    status("new", "Nouveau", GREETS, item("choice", by("_receiver"), label="Accepter", status="ok")), DONE
)


def given(body, *written, **more):
    files = [SourceFile(f"{name}.wcs", content.encode()) for name, content in written]
    imported = read_files(kind="publik", files=files, organisation=body)
    return take_in(organisation=body, imported=imported, **more)


def procedures(body):
    """Return the last definition of each procedure of a body, by code."""
    versions = ProcedureVersion.objects.filter(procedure__organisation=body).order_by("number")
    return {one.procedure.code: one.definition for one in versions.select_related("procedure")}


FORM_FILE, CIRCUIT_FILE = ("f", FORM), ("c", CIRCUIT)


@pytest.fixture
def together():
    body = OrganisationFactory()
    given(body, FORM_FILE, CIRCUIT_FILE)
    return procedures(body)


@pytest.mark.parametrize(
    "files",
    [(FORM_FILE, CIRCUIT_FILE), (CIRCUIT_FILE, FORM_FILE)],
    ids=["the form first", "the workflow first"],
)
def test_one_after_the_other_they_give_what_they_give_together(together, files):
    body = OrganisationFactory()
    for file in files:
        given(body, file)
    assert procedures(body) == together
    [definition] = together.values()
    assert "Bonjour {{ nom }}" in str(definition["workflow"])
    for file in files:  # again: nothing more
        given(body, file)
    assert procedures(body) == together


def test_what_the_studio_changed_meanwhile_stays(together):
    body = OrganisationFactory()
    [version] = given(body, FORM_FILE).versions
    version.definition = {**version.definition, "title": "Un autre titre"}
    version.save(update_fields=["definition"])
    report = given(body, CIRCUIT_FILE).report
    [definition] = procedures(body).values()
    [alike] = together.values()
    assert definition == {**alike, "title": "Un autre titre"}
    assert "importée auparavant" in str(report.as_json())


def test_a_workflow_alone_that_was_worked_on_is_not_taken_away():
    body = OrganisationFactory()
    [version] = given(body, CIRCUIT_FILE).versions
    version.definition = {**version.definition, "title": "Un autre titre"}
    version.save(update_fields=["definition"])
    given(body, FORM_FILE)
    assert len(procedures(body)) == 2


def test_a_trial_keeps_nothing_and_another_body_has_its_own():
    body, other = OrganisationFactory(), OrganisationFactory()
    given(body, FORM_FILE, dry_run=True)
    given(other, FORM_FILE)
    given(body, CIRCUIT_FILE)
    [code] = procedures(body)
    assert code.startswith("parcours-")
    assert "workflow" not in procedures(other)[Procedure.objects.get(organisation=other).code]
