"""The files that a message of a workflow attaches: those of answers, by the key of their question."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from parvis.cases.action_kinds import Run
from parvis.cases.models import Case
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_boxes import files_of
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.definition import Workflow
from parvis.common import actor
from parvis.documents.models import ScanState, StoredFile

_UNSAFE = (ScanState.INFECTED, ScanState.PENDING)
MOST_BYTES = 10_000_000
"""Together; beyond, mail servers refuse. The rest is read on the page of the case."""


def files_to_attach(run: Run) -> list[StoredFile]:
    """Return the files of the questions that an action names, as long as they may leave by e-mail.

    What the antivirus has not let pass never leaves; nor what would make the message too heavy.
    """
    ids = list(dict.fromkeys(_ids(run.case, run.flow, run.settings.get("attach", []))))
    if not ids:
        return []
    with actor.admitting(*ids):
        known = StoredFile.objects.exclude(scan_state__in=_UNSAFE).in_bulk(ids)
    kept, weight = [], 0
    for each in ids:
        file = known.get(each)
        if file is not None and weight + file.size <= MOST_BYTES:
            kept.append(file)
            weight += file.size
    return kept


def as_attachments(files: Sequence[StoredFile]) -> list[dict[str, str]]:
    """Return files as messages attach them."""
    return [{"name": file.name, "media_type": file.media_type, "key": file.key} for file in files]


def _ids(case: Case, flow: Workflow, keys: list[str]) -> Iterator[UUID]:
    for key in keys:
        for question, value in _answers(case, flow, key):
            yield from (UUID(file["id"]) for file in files_of(question, value))


def _answers(case: Case, flow: Workflow, key: str) -> Iterator[tuple[Question, Any]]:
    """Yield the question that a key names with its answer: « plan », or « survey.photo » of a form given."""
    name, _dot, inner = key.partition(".")
    given = flow.forms.get(name)
    if inner and given is not None:
        if inner in given.by_key:
            yield given.by_key[inner], case.track.get("forms", {}).get(name, {}).get(inner)
        return
    agents = engine.compiled_for_agents(case.version)
    for form, answers in ((engine.compiled(case.version), case.answers), (agents, case.agent_answers)):
        if form is not None and key in form.by_key:
            yield form.by_key[key], answers.get(key)
