"""Blocks of questions that procedures share, as versions."""

import pytest
from django.db import ProgrammingError, transaction

from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.services.resources import block_document, take_block
from parvis.catalogue.services.shared_blocks import record_block
from parvis.common.errors import Invalid
from tests.factories.catalogue import field
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def body(db):
    return OrganisationFactory()


def block(body, *fields, **changes):
    return record_block(
        organisation=body, **{"code": "enfants", "title": "Enfants", "fields": list(fields), **changes}
    )


def test_new_questions_make_the_next_version_and_the_same_ones_none(body):
    first = block(body, field("text", "prenom"))
    assert block(body, field("text", "prenom")) == first
    second = block(body, field("text", "prenom"), field("date", "naissance"))
    assert (second.block, second.number) == (first.block, 2)


def test_a_block_goes_out_as_it_came_in(body):
    version = block(body, field("text", "prenom", condition="autre_question == 'x'"))
    assert take_block(organisation=body, document=block_document(version)) == version


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ([], "/fields"),
        ([{"key": "a", "type": "text"}], "/fields/0"),
        ([field("text", "a"), field("text", "a")], "/fields/1/key"),
        ([field("text", "while")], "/fields/0/key"),
        ([field("text", "a", condition="1 +")], "/fields/0/condition"),
        ([field("text", "a", checks=[{"rule": "(", "message": "non"}])], "/fields/0/checks/0/rule"),
    ],
)
def test_questions_that_no_form_could_hold_are_refused_with_their_place(body, fields, pointer):
    with pytest.raises(BadDefinition) as refusal:
        block(body, *fields)
    assert list(refusal.value.errors) == [pointer]


@pytest.mark.parametrize("wrong", [{"code": "É"}, {"title": ""}])
def test_a_block_without_a_name_is_refused(body, wrong):
    with pytest.raises(Invalid):
        block(body, field("text", "a"), **wrong)


def test_a_version_is_never_rewritten(body):
    version = block(body, field("text", "a"))
    version.number = 9
    with pytest.raises(ProgrammingError), transaction.atomic():
        version.save()
