"""Probes of the platform itself: one file in ``probes/`` each."""

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import ClassVar

from django.utils.functional import Promise

from parvis.common.registry import Registry
from parvis.outages.models import Function

FAILURES, SUCCESSES = 3, 2
"""How many in a row open an outage, and end it: a blink is not an outage."""


class Probe(ABC):
    """Something the platform stands on, looked at once a minute."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    functions: ClassVar[tuple[Function, ...]]
    """What fails for people when it fails."""

    def is_used(self) -> bool:
        """Say whether this installation has it: what is not set up cannot fail."""
        return True

    @abstractmethod
    def look(self) -> str:
        """Return what is wrong, in a sentence for operators; "" when all is well. Called outside any transaction."""


class Pulse:
    """A part of the platform that tells that it lives. Its silence is an outage."""

    def __init__(
        self, code: str, label: str | Promise, functions: tuple[Function, ...], silence: timedelta
    ) -> None:
        self.code, self.label, self.functions, self.silence = code, label, functions, silence


probes: Registry[Probe] = Registry(
    Probe,  # type: ignore[type-abstract]
    package="parvis.outages.probes",
    requires=("code", "label", "functions"),
)
