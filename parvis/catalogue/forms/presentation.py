"""Answers as they are read: by the person before sending, by an agent, on a receipt, in a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from parvis.catalogue.contacts import shown_civility
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_boxes import Reference, files_of
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import visibility

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Row:
    """One question and its answer. ``text`` is empty when there is none; ``type`` is the field type's code.

    ``value`` is the JSON value, for a map; ``files`` are the files it names; ``changed`` marks an answer that is not
    what it was.
    """

    key: str
    label: str
    text: str
    value: Any
    type: str
    changed: bool = False
    files: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Section:
    """The questions of one page."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Extract:
    """What a case copies out of the answers into its own columns (roles of the definition). Empty when not given.

    ``person`` has the parts of the type « person », ``address`` those of « address », ``company`` ``number`` and
    ``name``. ``municipality`` is an INSEE code. ``latitude`` and ``longitude`` are degrees, WGS 84.
    """

    person: dict[str, str]
    address: dict[str, str]
    company: dict[str, str]
    municipality: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None


def present(
    form: Form, answers: Mapping[str, Any], *, before: Mapping[str, Any] | None = None
) -> list[Section]:
    """Return every question asked with its answer, by page. ``before``: earlier answers, to mark what changed."""
    seen = visibility(form, answers)
    sections = []
    for page in seen.pages:
        rows = tuple(
            _row(question, answers, before)
            for question in page.questions
            if question.type.asks and question.key in seen.questions
        )
        if rows:
            sections.append(Section(page.key, page.title, rows))
    return sections


def subject(form: Form, answers: Mapping[str, Any]) -> str:
    """Return what the case is about, in one line: the definition's formula, else the procedure's title."""
    text = form.subject.text(visibility(form, answers).values) if form.subject else ""
    return (" ".join(text.split()) or form.title)[:LONGEST_SUBJECT]


def extract(form: Form, answers: Mapping[str, Any]) -> Extract:
    """Return what feeds the case's columns."""
    given = {role: answers.get(key) for role, key in form.roles.items()}
    point = given.get("location") or {}
    return Extract(
        person=_person(given.get("person") or {}),
        address=given.get("address") or {},
        company=given.get("company") or {},
        municipality=(given.get("municipality") or {}).get("code", ""),
        place=_place(point),
        latitude=point.get("lat"),
        longitude=point.get("lon"),
    )


def _person(answer: Mapping[str, str]) -> dict[str, str]:
    """Return the person with their civility as agents and letters write it: in words, in French."""
    with override("fr"):
        return {key: shown_civility(text) if key == "civility" else text for key, text in answer.items()}


def file_ids(form: Form, answers: Mapping[str, Any]) -> list[str]:
    """Return the ids of every file in the answers, in order."""
    return [
        file["id"]
        for question in form.by_key.values()
        for file in files_of(question, answers.get(question.key))
    ]


def _row(question: Question, answers: Mapping[str, Any], before: Mapping[str, Any] | None) -> Row:
    value = answers.get(question.key)
    text = "" if question.type.is_empty(value) else question.type.to_text(question, value)
    changed = before is not None and before.get(question.key) != value
    files = tuple(files_of(question, value))
    return Row(question.key, question.label, text, value, question.type.code, changed, files)


def _place(point: Mapping[str, Any]) -> str:
    """Return the words of the place on one line; an address may stand for a point."""
    words = point.get("text") or " ".join(
        part for part in (point.get("street"), point.get("postcode"), point.get("city")) if part
    )
    return " ".join(str(words).split())
