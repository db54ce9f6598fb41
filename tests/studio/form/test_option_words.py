"""A builder never reads the name that the format gives to something."""

import pytest

from parvis.catalogue.field_types import registry
from parvis.studio.form.controls import Json, control_of
from parvis.studio.form.kinds import FAMILIES, kind
from parvis.studio.form.option_words import is_worded, words_of

ELSEWHERE = {"fields", "block"}
OPTIONS = [(one.code, name) for one in registry for name in one.options if name not in ELSEWHERE]


@pytest.mark.parametrize("code", registry.codes())
def test_every_type_is_offered_with_a_sentence_in_a_family(code):
    offered = kind(code)
    assert offered.sentence.endswith(".")
    assert offered.family in FAMILIES
    assert offered.family != "other"


@pytest.mark.parametrize(("code", "option"), OPTIONS)
def test_every_option_has_words_and_a_box_of_its_own(code, option):
    assert is_worded(code, option)
    words = words_of(code, option)
    control = control_of(option, registry.get(code).options[option], words)
    assert not isinstance(control, Json)
    offered = control.schema.get("enum") or control.schema.get("items", {}).get("enum", ())
    if option not in {"width", "autocomplete"}:
        assert {str(one) for one in offered} <= set(words.values or {})
