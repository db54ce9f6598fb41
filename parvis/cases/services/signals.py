"""Signals of outside systems: « paid », « delivered ». Each has an address and a token of its own, for one case."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from parvis.cases import journal
from parvis.cases.errors import CaseNotFound
from parvis.cases.numbers import secret_code
from parvis.cases.services.saving import save_case
from parvis.cases.services.transitions import at_work, make_happened
from parvis.catalogue.workflows.definition import Workflow
from parvis.common import actor


def receive_signal(*, case_id: UUID, name: str, token: str, said: Mapping[str, Any]) -> bool:
    """Take a signal; return whether the case moved. Sent twice, the second changes nothing.

    ``said`` is kept as the result of that name. Raises CaseNotFound when the token is not the one of that signal.
    """
    if not constant_time_compare(token, secret_code(f"signal.{name}", case_id)):
        raise CaseNotFound
    with actor.acting_as(actor.for_job(case_id, label="signal")):
        return _take(case_id, name, said)


@transaction.atomic
def _take(case_id: UUID, name: str, said: Mapping[str, Any]) -> bool:
    case, flow = at_work(case_id)
    if name not in flow.signals or not _awaited(flow, case.status, name):
        return False
    results = case.track.get("results", {})
    case.track = {**case.track, "results": {**results, name: dict(said)}}
    journal.record(case, "signal_received", facts={"name": name})
    if not make_happened(case, flow, on="signal", name=name):
        save_case(case, "track")
        return False
    return True


def _awaited(flow: Workflow, status: str, name: str) -> bool:
    return any(each.when.on == "signal" and each.when.name == name for each in flow.leaving(status))
