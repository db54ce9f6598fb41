"""A form and the workflow that it names, imported together or one after the other, give the same procedure."""

import random

import pytest

from parvis.catalogue.imports.files import gather
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.models import Procedure, ProcedureVersion, SharedBlockVersion
from parvis.catalogue.services.imports import read_files, take_in
from parvis.catalogue.services.shared_blocks import record_block
from tests.catalogue.imports.publik.circuits import DONE, by, item, named, status, workflow
from tests.catalogue.imports.publik.writing import element, source, wcs_field, wcs_form
from tests.factories.organisations import OrganisationFactory
from tests.shared_data import shared

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


MAIL = element(
    "mail-template",
    [
        element("name", "Reçue"),
        element("slug", "recue"),
        element("subject", "Reçue"),
        element("body", "Merci"),
    ],
)
SAYS = item(
    "sendmail", by("_submitter", tag="to"), mail_template="recue", subject="Autre", body="Autres mots"
)
FRENCH = source("jsonvalue", '[{"id": "fr", "text": "Français"}]')
LISTED = element("datasource", [element("name", "Langues"), element("slug", "langues"), FRENCH])
LANGUAGE = wcs_field("item", "Langue", source("langues"), name="langue")
BLOCK = element(
    "block", [element("name", "Enfant"), element("slug", "enfant"), element("fields", [LANGUAGE])]
)
PIECES = {
    "form": wcs_form(
        wcs_field("string", "Nom", name="nom"),
        wcs_field("block:enfant", "Enfants", name="e"),
        more=(named(),),
    ),
    "circuit": workflow(
        status("new", "Nouveau", SAYS, item("choice", by("_receiver"), label="Ok", status="ok")), DONE
    ),
    "alone": workflow(status("new", "Nouveau", SAYS, item("jump", status="ok")), DONE, slug="seul"),
    "mail": MAIL,
    "block": BLOCK,
    "list": LISTED,
}


@pytest.mark.parametrize("seed", range(4))
def test_objects_that_name_one_another_come_in_any_order_one_at_a_time_or_several(seed):
    luck, bodies = random.Random(seed), [OrganisationFactory(), OrganisationFactory()]
    given(bodies[0], *PIECES.items())
    left = luck.sample(list(PIECES.items()), len(PIECES))
    while left:
        count = luck.randint(1, 2)
        given(bodies[1], *left[:count])
        left = left[count:]
    together, apart = map(procedures, bodies)
    assert apart == together
    assert "Merci" in str(together)
    assert "Autres mots" not in str(together)
    fields = [
        SharedBlockVersion.objects.filter(block__organisation=body).latest("number").fields for body in bodies
    ]
    assert fields[0] == fields[1]
    assert "Français" in str(fields[0])


def test_a_block_that_was_worked_on_stays_when_its_list_comes():
    body = OrganisationFactory()
    given(body, ("block", BLOCK))
    ours = [{"key": "autre", "label": "Autre", "type": "text"}]
    record_block(organisation=body, code="enfant", title="Enfant", fields=ours)
    given(body, ("list", LISTED))
    assert SharedBlockVersion.objects.filter(block__organisation=body).latest("number").fields == ours


@shared("publik")
def test_files_of_real_bodies_come_in_several_commands(folder):
    """Forms first, then what they name: the same procedures as all at once."""
    names = ("forms", "carddefs", "workflows", "mail-templates", "datasources", "blocks")
    few = ("milice", "par-defaut", "primes", "velo")
    files = {
        name: [
            one
            for one in gather([folder / name])
            if name not in ("forms", "workflows") or any(word in one.name for word in few)
        ]
        for name in names
    }
    orders = [
        [[one for name in names for one in files[name]]],
        [[one for name in pair for one in files[name]] for pair in zip(names[::2], names[1::2], strict=True)],
    ]
    results = []
    for steps in orders:
        body = OrganisationFactory()
        for step in steps:
            take_in(organisation=body, imported=read_files(kind="publik", files=step, organisation=body))
        results.append(procedures(body))
    assert results[0] == results[1]
    assert len(results[0]) == len(files["forms"]) + 1
