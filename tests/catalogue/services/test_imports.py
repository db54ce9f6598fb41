"""Taking in what was read: drafts, once, all or nothing."""

import pytest

from parvis.catalogue.imports.registry import Imported, Item
from parvis.catalogue.imports.report import Report
from parvis.catalogue.models import DataSource, Procedure, ProcedureVersion, ReferenceTable, SharedBlock
from parvis.catalogue.services.imports import take_in
from tests.factories.catalogue import definition, field
from tests.factories.organisations import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
NOTICES = ("summary", "category", "audience", "law", "data_notice", "other_ways")


def imported(*documents):
    report = Report()
    for document in documents:
        report.file(f"{document['code']}.json", "form")
    return Imported(report, [Item(f"{document['code']}.json", document) for document in documents])


def bare(**changes):
    document = definition(**changes)
    return {name: part for name, part in document.items() if name not in NOTICES}


def test_a_definition_without_its_notices_becomes_a_draft_that_says_what_it_lacks():
    taken = take_in(organisation=OrganisationFactory(), imported=imported(bare()), publish=True)
    assert [version.state for version in taken.versions] == ["draft"]
    assert {remark.level for remark in taken.to_complete["essai"]} == {"incomplete"}


def test_what_it_lacks_can_be_given_for_all_and_what_it_has_is_kept():
    notices = {name: definition()[name] for name in NOTICES}
    taken = take_in(
        organisation=OrganisationFactory(),
        imported=imported(bare() | {"category": "Sienne"}),
        completion=notices,
        publish=True,
    )
    assert taken.to_complete == {}
    assert Procedure.objects.get().category == "Sienne"
    assert taken.versions[0].state == "published"


def test_taking_in_twice_makes_nothing_new_and_a_change_makes_the_next_version():
    body = OrganisationFactory()
    take_in(organisation=body, imported=imported(bare()))
    take_in(organisation=body, imported=imported(bare()))
    take_in(organisation=body, imported=imported(bare(title="Autre titre")))
    assert list(ProcedureVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Procedure.objects.count() == 1


def test_successive_states_become_successive_versions():
    states = imported(bare(title="Un"), bare(title="Deux"))
    taken = take_in(organisation=OrganisationFactory(), imported=states)
    assert [(version.number, version.definition["title"]) for version in taken.versions] == [
        (1, "Un"),
        (2, "Deux"),
    ]


def test_what_is_refused_leaves_nothing_and_the_rest_is_taken():
    wrong = definition([field("text", "a", condition="gone == 1")], code="autre")
    given = imported(definition(), wrong)
    taken = take_in(organisation=OrganisationFactory(), imported=given)
    assert [version.procedure.code for version in taken.versions] == ["essai"]
    assert list(Procedure.objects.values_list("code", flat=True)) == ["essai"]
    assert "gone" in given.report.of("autre.json").errors[0].message


def test_nothing_is_taken_when_all_was_wanted_or_when_one_only_tries():
    wrong = definition([field("text", "a", condition="gone == 1")], code="autre")
    body = OrganisationFactory()
    assert take_in(organisation=body, imported=imported(definition(), wrong), whole=True).versions == []
    tried = imported(definition())
    tried.tables.append(table("essai.json"))
    assert take_in(organisation=body, imported=tried, dry_run=True).versions == []
    assert not Procedure.objects.exists()
    assert not ReferenceTable.objects.exists()


def test_an_unforeseen_failure_halfway_leaves_nothing():
    def fail(_done, _total, _what):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        take_in(organisation=OrganisationFactory(), imported=imported(definition()), progress=fail)
    assert not Procedure.objects.exists()


def table(file, rows=({"code": "a", "label": "A", "columns": {"n": 1}},), code="villes"):
    columns = [{"key": "n", "label": "N", "type": "number"}]
    return Item(file, {"code": code, "title": "Villes", "columns": columns, "rows": list(rows)})


def test_tables_sources_and_blocks_are_taken_once_and_brought_up_to_date():
    body = OrganisationFactory()
    for title in ("Un", "Deux"):
        given = imported(definition())
        given.tables.append(table("essai.json"))
        given.sources.append(
            Item("essai.json", {"code": "rues", "title": title, "url": "https://exemple.fr/rues"})
        )
        block = {"code": "enfants", "title": "Enfants", "fields": [field("text", "prenom")]}
        given.blocks.append(Item("essai.json", block))
        take_in(organisation=body, imported=given)
        assert given.report.of("essai.json").errors == []
    assert ReferenceTable.objects.get().rows.count() == 1
    assert DataSource.objects.get().title == "Deux"
    assert SharedBlock.objects.get().versions.count() == 1


def test_a_row_that_cannot_be_is_told_and_a_table_that_cannot_be_refused():
    given = imported(definition())
    rows = [{"code": "a", "label": ""}, {"code": "b", "label": "B", "columns": {}}]
    given.tables += [table("essai.json", rows), table("essai.json", code="Pas Bon")]
    take_in(organisation=OrganisationFactory(), imported=given)
    report = given.report.of("essai.json")
    assert [one.place for one in report.remainders] == ["villes, ligne 1"]
    assert report.errors[0].place.startswith("Pas Bon")
    assert ReferenceTable.objects.get().rows.get().code == "b"
