"""A town with cases, and its agent at the desk."""

from collections.abc import Callable
from typing import Any

import pytest

from parvis.organisations.models import Agent
from tests.factories.cases import Town, make_town
from tests.harness.sign_in import sign_in
from tests.harness.strictness import StrictClient


@pytest.fixture
def town(system: None) -> Town:
    """Return a body with its team, its agent, its procedure."""
    return make_town()


@pytest.fixture
def at_desk() -> Callable[[Agent], StrictClient]:
    """Return a function that signs an agent in, in a browser of their own."""
    return lambda agent: sign_in(StrictClient(), agent)


@pytest.fixture
def desk(town: Town, at_desk: Any) -> StrictClient:
    """Return the browser of the town's agent."""
    return at_desk(town.agent)
