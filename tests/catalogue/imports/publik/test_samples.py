"""Forms that bodies really use, when they stand beside the project: each is taken, understood, and can be filled."""

from collections import Counter

import pytest

from parvis.catalogue.forms import engine
from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.imports.files import gather
from parvis.catalogue.models import DataSource, Procedure, ProcedureVersion, ReferenceTable, SharedBlock
from parvis.catalogue.services.imports import read_files, take_in
from tests.catalogue.imports.filling import fill
from tests.factories.organisations import OrganisationFactory
from tests.shared_data import shared

FOLDERS = ("forms", "blocks", "carddefs", "datasources", "categories", "workflows", "mail-templates")
ALONE = {"parcours-imio-par-defaut"}  # a workflow that no form of the folder names is a procedure of its own


def imported(folder):
    return read_files(kind="publik", files=gather([folder / name for name in FOLDERS]))


@shared("publik")
def test_every_form_is_taken_and_nearly_all_of_it_understood(folder):
    found = imported(folder)
    assert not found.report.has_errors
    of_forms = [item for item in found.definitions if item.code not in ALONE]
    assert len(of_forms) == len(list((folder / "forms").glob("*.wcs"))) == len(found.definitions) - 1
    counts = Counter()
    for file in found.report.files:
        if "/forms/" in file.file:
            for what, count in file.counts.items():
                counts[what, "understood"] += count.understood
                counts[what, "total"] += count.total
    for what, least in {"fields": 0.98, "conditions": 0.95, "validations": 0.95, "prefills": 0.95}.items():
        assert counts[what, "understood"] >= least * counts[what, "total"] > 0
    assert all(left.reason and left.what for file in found.report.files for left in file.remainders)


@shared("publik")
def test_every_definition_passes_the_check_but_for_what_the_law_wants(folder):
    for item in imported(folder).definitions:
        levels = {remark.level for remark in lint(item.document)}
        assert Level.ERROR not in levels
        assert Level.INCOMPLETE in levels  # nobody invents a regime of silence


@shared("publik")
@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_importing_twice_changes_nothing(folder):
    body = OrganisationFactory()
    kinds = (Procedure, ProcedureVersion, ReferenceTable, DataSource, SharedBlock)
    take_in(organisation=body, imported=imported(folder))
    before = [kind.objects.count() for kind in kinds]
    take_in(organisation=body, imported=imported(folder))
    assert [kind.objects.count() for kind in kinds] == before
    assert before[0] == len(list((folder / "forms").glob("*.wcs"))) + len(ALONE)


@shared("publik")
@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_every_form_can_be_filled_along_random_paths(folder):
    taken = take_in(organisation=OrganisationFactory(), imported=imported(folder))
    for version in taken.versions:
        form = engine.compiled(version)
        asks = any(question.type.asks for question in form.questions())  # one form only leads elsewhere
        for seed in range(3):
            assert bool(fill(form, seed=seed)) is asks
