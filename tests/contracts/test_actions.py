"""Every action of workflows keeps the contract: it says what it sets, when it runs, what the journal tells of it."""

import json

import pytest
from jsonschema import Draft202012Validator

from parvis.cases.action_kinds import CaseAction
from parvis.catalogue.forms.schemas import procedure_schema
from parvis.catalogue.workflows.actions import COMMON, Action, Kind, Phase, actions
from parvis.common.errors import NotFound


@pytest.fixture(params=actions.codes())
def action(request) -> Action:
    return actions.get(request.param)


def test_its_settings_are_named_in_words_and_none_takes_a_common_name(action):
    for setting in action.settings:
        assert str(setting.label).strip()
        assert setting.key not in COMMON
        assert not setting.choices or setting.kind is Kind.CHOICE
    assert len({setting.key for setting in action.settings}) == len(action.settings)


def test_the_published_schema_refuses_a_setting_it_does_not_have(action):
    schema = {"$ref": "#/$defs/action", "$defs": procedure_schema()["$defs"]}
    given = {"do": action.code, "unheard_of": 1}
    assert not Draft202012Validator(schema).is_valid(given)


def test_the_journal_tells_it_in_words(action):
    sentence = action.says({setting.key: _some(setting) for setting in action.settings})
    assert sentence.strip()
    json.dumps(sentence)


def test_it_does_what_its_phase_says(action):
    if not isinstance(action, CaseAction):
        return
    kind = type(action)
    if action.phase is Phase.TRANSACTION:
        assert kind.run is not CaseAction.run
    else:
        assert kind.prepare is not CaseAction.prepare
        assert kind.perform is not CaseAction.perform


def test_an_unknown_action_is_refused():
    with pytest.raises(NotFound):
        actions.get("unheard_of")


def _some(setting):
    if setting.kind is Kind.CHOICE:
        return setting.choices[0][0]
    if setting.kind in {Kind.LIST, Kind.PEOPLE}:
        return ["handler"]
    return {} if setting.kind is Kind.FORMULAS else "x"
