"""Answers as they are read: by the person before sending, by an agent, on a receipt, in a letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from parvis.catalogue import blocks
from parvis.catalogue.contacts import shown_civility
from parvis.catalogue.expressions import Context
from parvis.catalogue.file_boxes import Reference, files_of
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import Asked, Visibility, visibility

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Row:
    """One question and its answer. ``text`` is empty when there is none; ``type`` is the field type's code.

    ``key`` is the name of its input; ``value`` is the JSON value, for a map; ``files`` are the files it names;
    ``changed`` marks an answer that is not what it was. ``group`` is the row of the block it is in: « Enfant 2 ».
    """

    key: str
    label: str
    text: str
    value: Any
    type: str
    changed: bool = False
    files: tuple[Reference, ...] = ()
    group: str = ""


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
    form: Form,
    answers: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    context: Context | None = None,
    reviewed: bool = False,
) -> list[Section]:
    """Return every question asked with its answer, by page, row after row inside blocks.

    ``before``: earlier answers, to mark what changed; ``reviewed``: only what the person reads again.
    """
    seen = visibility(form, answers, context)
    sections = []
    for page in seen.pages:
        rows = tuple(
            row
            for one in seen.of(page)
            for row in _rows(one, seen, before or {}, marked=before is not None, reviewed=reviewed)
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
    given = {role: _at(answers, path) for role, path in form.roles.items()}
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


def _rows(
    one: Asked, seen: Visibility, before: Mapping[str, Any], *, marked: bool, reviewed: bool, group: str = ""
) -> Iterator[Row]:
    """Yield a question with its answer, or those of every row of a block that says something."""
    question = one.question
    if not question.type.holds or (reviewed and not question.review):
        return
    former = before.get(question.key)
    if not question.children:
        text = "" if one.value is None else question.type.to_text(question, one.value)
        changed = marked and former != one.value
        files = tuple(files_of(question, one.value))
        yield Row(one.name, question.label, text, one.value, question.type.code, changed, files, group)
        return
    rows, former_rows = blocks.rows_of(question, one.value), blocks.rows_of(question, former)
    for place in range(len(rows)):
        own = blocks.row_title(question, place)
        told = {"marked": marked, "reviewed": reviewed, "group": f"{group} – {own}" if group else own}
        was = former_rows[place] if place < len(former_rows) else {}
        for child in question.children:
            inner = seen.asked.get(f"{blocks.row_name(question, one.name, place)}.{child.key}")
            if inner is not None:
                yield from _rows(inner, seen, was, **told)


def _at(answers: Mapping[str, Any], path: str) -> Any:
    """Return the answer at a path: a key, or « block.key »."""
    value: Any = answers
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _place(point: Mapping[str, Any]) -> str:
    """Return the words of the place on one line; an address may stand for a point."""
    words = point.get("text") or " ".join(
        part for part in (point.get("street"), point.get("postcode"), point.get("city")) if part
    )
    return " ".join(str(words).split())
