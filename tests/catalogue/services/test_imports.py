"""Taking in what was read: drafts, once, all or nothing."""

import pytest

from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.imports.registry import Imported, Item
from parvis.catalogue.imports.report import Report
from parvis.catalogue.models import Procedure, ProcedureVersion
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


def test_a_failure_halfway_leaves_nothing():
    wrong = definition([field("text", "a", condition="gone == 1")], code="autre")
    with pytest.raises(BadDefinition):
        take_in(organisation=OrganisationFactory(), imported=imported(definition(), wrong))
    assert not Procedure.objects.exists()
