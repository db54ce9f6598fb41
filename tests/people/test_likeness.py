"""Whom an agent would take for one person, and whom not."""

from datetime import date

import pytest

from parvis.people.likeness import SHOWN_FROM, Likeness, Traits, likeness

ZOE = {"kind": "natural", "first": "zoe", "last": "martineau"}
BORN = date(1984, 3, 12)


def alike(mine, theirs) -> Likeness:
    return likeness(Traits(**ZOE | mine), Traits(**ZOE | theirs))


@pytest.mark.parametrize(
    ("mine", "theirs", "reasons"),
    [
        ({"emails": {"a@b.fr": True}}, {"emails": {"a@b.fr": True}}, ["proved_address", "name"]),
        ({"emails": {"a@b.fr": True}}, {"emails": {"a@b.fr": False}}, ["address_proved_once", "name"]),
        ({"emails": {"a@b.fr": False}}, {"emails": {"a@b.fr": False}}, ["address", "name"]),
        ({"phones": {"+336": False}}, {"phones": {"+336": False}}, ["phone", "name"]),
        ({"birth": BORN}, {"birth": BORN}, ["birth", "name"]),
        ({"birth": BORN}, {"birth": BORN, "last": "martinau"}, ["birth", "near_name"]),
        ({"home": "2 rue du lac"}, {"home": "2 rue du lac", "last": "martinau"}, ["home", "near_name"]),
        ({"birth": BORN}, {"birth": BORN, "first": "martineau", "last": "zoe"}, ["birth", "name"]),
        (
            {"emails": {"a@b.fr": False}},
            {"emails": {"a@b.fr": False}, "first": "", "last": ""},
            ["address_no_name"],
        ),
    ],
)
def test_who_may_be_one_is_shown_with_its_reasons(mine, theirs, reasons):
    found = alike(mine, theirs)
    assert found.reasons == reasons
    assert found.score >= SHOWN_FROM


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {}),  # a name alone
        ({"phones": {"+336": False}}, {"phones": {"+336": False}, "first": "paul"}),  # one home, one phone
        ({"emails": {"a@b.fr": False}}, {"emails": {"a@b.fr": False}, "first": "paul"}),
        ({"birth": BORN, "home": "2 rue du lac"}, {"birth": date(2010, 5, 1), "home": "2 rue du lac"}),
        ({"kind": "legal", "siret": "1"}, {"siret": "1"}),
        (
            {"kind": "legal", "siret": "1", "emails": {"a": True}},
            {"kind": "legal", "siret": "2", "emails": {"a": True}},
        ),
    ],
)
def test_who_is_likely_another_is_not_shown(mine, theirs):
    assert alike(mine, theirs).score < SHOWN_FROM
