"""What is brought in from elsewhere is filled and lodged by a generated resident, then treated to an end."""

import pytest

from config.exercise.stage import try_procedure
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.imports import read_files, take_in
from tests.factories.organisations import OrganisationFactory, TerritoryFactory
from tests.shared_data import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    place = TerritoryFactory(name="Caen", code="14118", postcodes=["14000"], square=(-1, 49, 0, 50))
    return OrganisationFactory(slug="caen", territory=place, latitude=49.2, longitude=-0.4)


def imported(body, kind, files):
    taken = take_in(organisation=body, imported=read_files(kind=kind, files=files))
    assert [one.errors for one in taken.report.files if one.errors] == []
    return list(Procedure.objects.filter(organisation=body))


def stuck(procedures, paths):
    trials = [try_procedure(procedure, paths=paths, seed=1, to_end=True) for procedure in procedures]
    lodged_only = {trial.code for trial in trials if any("no workflow" in note for note in trial.notes)}
    assert all(
        path.ended or path.stuck or trial.code in lodged_only for trial in trials for path in trial.paths
    )
    return [
        f"{trial.code} {path.number}: {path.stuck}" for trial in trials for path in trial.paths if path.stuck
    ]


@shared("demarches-simplifiees")
def test_a_procedure_of_demarches_simplifiees(body, folder):
    files = [SourceFile(path.name, path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    assert stuck(imported(body, "demarches-simplifiees", files), 3) == []


@shared("publik")
def test_the_procedures_of_publik(body, folder):
    files = [
        SourceFile(str(path.relative_to(folder)), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "LICENSE"
    ]
    procedures = imported(body, "publik", files)
    assert len(procedures) == 17
    assert stuck(procedures, 1) == []
