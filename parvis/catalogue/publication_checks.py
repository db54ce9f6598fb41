"""What rooms above look at before a version is published: a list of functions, each named by its room as it starts."""

from collections.abc import Callable

from parvis.catalogue.models import ProcedureVersion
from parvis.organisations.models import Agent

Check = Callable[[ProcedureVersion, Agent | None], list[str]]
"""Returns, in words, what keeps the version from being published; nothing when all is well."""
_checks: list[Check] = []


def before_publication(check: Check) -> None:
    """Have a function look at each version about to be published."""
    if check not in _checks:
        _checks.append(check)


def refusals(version: ProcedureVersion, by: Agent | None) -> list[str]:
    """Return what the rooms above say against a publication."""
    return [said for check in _checks for said in check(version, by)]
