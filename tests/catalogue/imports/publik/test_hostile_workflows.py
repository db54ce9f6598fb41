"""Workflows that are damaged, huge or malicious are refused with the place of the fault, and leave nothing."""

import pytest

from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.imports import read_files, take_in
from tests.catalogue.imports.publik.circuits import DONE, NEW, item, status, workflow
from tests.factories.organisations import OrganisationFactory

WHOLE = workflow(status("a", "A", item("jump", status="new")), NEW, DONE)
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><workflow><name>&b;</name></workflow>'
MANY = workflow(*(status(str(rank), f"Étape {rank}") for rank in range(200)))
LONG = workflow(status("a", "A", item("register-comment", comment="x" * 10_000_000)))
DEEP = f"<workflow>{'<a>' * 5_000}{'</a>' * 5_000}</workflow>"


def read(written):
    return read_files(kind="publik", files=[SourceFile("circuit.wcs", written.encode())])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (WHOLE[:-40], "pas du XML complet"),
        (BOMB, "entités"),
        (MANY, "plus de 95 étapes"),
        (LONG, "trop long (ligne 1)"),
        (DEEP, "trop de niveaux"),
        ("<workflow>", "pas du XML complet"),
    ],
    ids=["truncated", "bomb", "many statuses", "ten megabytes", "deep", "opened only"],
)
def test_it_is_refused_with_the_place_of_the_fault(written, said):
    imported = read(written)
    [fault] = imported.report.files[0].errors
    assert said in fault.message
    assert imported.definitions == []


def test_a_status_that_is_not_there_is_told_and_the_rest_stays():
    imported = read(
        workflow(status("a", "A", item("jump", status="9"), item("jump", status="new")), NEW, DONE)
    )
    [left] = imported.report.files[0].remainders
    assert left.reason == "cette étape n’est pas dans le circuit : 9"
    assert [one["key"] for one in imported.definitions[0].document["workflow"]["statuses"]] == [
        "a",
        "nouveau",
        "fini",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_an_import_that_fails_halfway_leaves_nothing():
    def fails(*_given, **_named):
        raise RuntimeError("the machine stops")

    imported = read(WHOLE)
    imported.definitions.append(imported.definitions[0])
    body = OrganisationFactory()
    seen = []
    with pytest.raises(RuntimeError):
        take_in(
            organisation=body,
            imported=imported,
            progress=lambda done, *_told: seen.append(done) or (done > 1 and fails()),
        )
    assert seen == [1, 2]
    assert not Procedure.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_importing_twice_updates_instead_of_doubling():
    body = OrganisationFactory()
    for _time in range(2):
        take_in(organisation=body, imported=read(WHOLE))
    assert Procedure.objects.filter(organisation=body).count() == 1
