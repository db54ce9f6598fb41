"""Providers, set by the command as an operator does."""

import argparse
import json
from typing import Any

import pytest

from config.commands import providers
from config.console import CommandError, Output
from parvis.channels.models import Provider
from parvis.channels.services.providers import account_of
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    parser = argparse.ArgumentParser()
    providers.arguments(parser)

    def typed(*words: str) -> Any:
        capsys.readouterr()
        providers.run(parser.parse_args(words), Output(as_json=True))
        said = capsys.readouterr().out  # logs come first
        return json.loads(said[said.index("{\n") :])

    return typed


def test_a_provider_is_set_for_a_body_its_secret_named_and_never_shown(run: Any, settings: Any) -> None:
    settings.PROVIDER_SECRETS = {"OVH": "AS:CK"}
    body = OrganisationFactory(slug="ville")
    words = ("--transport", "sms_ovh", "--body", "ville", "--secret-name", "OVH")
    told = run("set", "OVH", *words, "--set", "service=sms-1", "--set", "application_key=AK")

    assert (told["body"], told["channel"]) == ("ville", "sms")
    assert "AS:CK" not in str(told)
    made = Provider.objects.get(organisation=body)
    assert account_of(made).secret == "AS:CK"
    assert run("list")["providers"] == [told]


def test_what_a_provider_cannot_do_without_is_asked(run: Any) -> None:
    with pytest.raises(CommandError, match="application_key"):
        run("set", "OVH", "--transport", "sms_ovh", "--set", "service=sms-1")
    with pytest.raises(CommandError, match="no such transport"):
        run("set", "X", "--transport", "pigeon")
