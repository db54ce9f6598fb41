"""Addresses of bodies, set by the command as an operator does."""

import argparse
import json
from typing import Any

import pytest

from config.commands import mailboxes
from config.console import CommandError, Output
from parvis.channels.models import MailAddress
from tests.factories.cases import Town, make_town
from tests.factories.mails import CONTACT

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town() -> Town:
    return make_town(code="contact", definition=CONTACT)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    parser = argparse.ArgumentParser()
    mailboxes.arguments(parser)

    def typed(*words: str) -> Any:
        capsys.readouterr()
        mailboxes.run(parser.parse_args(words), Output(as_json=True))
        said = capsys.readouterr().out  # logs come first
        return json.loads(said[said.index("{\n") :])

    return typed


def test_an_address_is_set_for_a_procedure_that_the_body_offers(run: Any, town: Town) -> None:
    told = run("address", "Mairie@Ville.example.invalid", "--body", town.body.slug, "--team", town.team.name)

    assert (told["address"], told["procedure"], told["team"]) == (
        "mairie@ville.example.invalid",
        "contact",
        town.team.name,
    )
    assert run("list")["addresses"] == [told]


def test_an_address_is_never_set_for_a_procedure_that_nobody_could_lodge(run: Any, town: Town) -> None:
    with pytest.raises(CommandError, match="offers no procedure called etat-civil"):
        run("address", "a@ville.example.invalid", "--body", town.body.slug, "--procedure", "etat-civil")

    assert not MailAddress.objects.exists()


def test_an_address_whose_procedure_is_gone_can_still_be_retired(run: Any, town: Town) -> None:
    MailAddress.objects.create(
        organisation=town.body, address="a@ville.example.invalid", procedure_code="gone"
    )

    assert (
        run(
            "address", "a@ville.example.invalid", "--body", town.body.slug, "--procedure", "gone", "--retire"
        )["active"]
        is False
    )


def test_what_does_not_exist_is_said(run: Any, town: Town) -> None:
    with pytest.raises(CommandError, match="no active body is named 'nulle-part'"):
        run("address", "a@ville.example.invalid", "--body", "nulle-part")
    with pytest.raises(CommandError, match="has no service called Voirie"):
        run("address", "a@ville.example.invalid", "--body", town.body.slug, "--team", "Voirie")
