"""Answers as they are read: by the person before sending, by an agent, on a receipt, in a letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from parvis.catalogue import blocks
from parvis.catalogue.contacts import checked_email, checked_phone, shown_civility
from parvis.catalogue.expressions import Context
from parvis.catalogue.file_boxes import Reference, files_of
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import Asked, Visibility, visibility
from parvis.common.errors import Invalid

LONGEST_SUBJECT = 200
PERSON_PARTS = ("civility", "first_name", "last_name", "email", "phone")
ADDRESS_PARTS = ("street", "complement", "postcode", "city", "country")


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
    settled: bool = False,
) -> list[Section]:
    """Return every question asked with its answer, by page, row after row inside blocks.

    ``before``: earlier answers, to mark what changed; ``reviewed``: only what the person reads again; ``settled``: the
    answers are those of a case (``visibility``).
    """
    seen = visibility(form, answers, context, settled=settled)
    reader = _Reader(seen, marked=before is not None, reviewed=reviewed)
    sections = []
    for page in seen.pages:
        rows = tuple(row for one in seen.of(page) for row in reader.rows(one, before or {}))
        if rows:
            sections.append(Section(page.key, page.title, rows))
    return sections


def row_words(form: Form, name: str) -> str:
    """Return the row of a block in which an input stands: « Enfant 2 »; empty outside rows."""
    questions, words, steps = form.by_key, [], name.split(".")
    for step, following in zip(steps, [*steps[1:], ""], strict=True):
        question = questions.get(step)
        if question is not None and question.children:
            if blocks.is_repeated(question) and following.isdigit():
                words.append(blocks.row_title(question, int(following)))
            questions = {child.key: child for child in question.children}
    return " – ".join(words)


def subject(form: Form, answers: Mapping[str, Any], context: Context | None = None) -> str:
    """Return what the case is about, in one line: the definition's formula, else the procedure's title."""
    text = form.subject.text(visibility(form, answers, context, settled=True).values) if form.subject else ""
    return (" ".join(text.split()) or form.title)[:LONGEST_SUBJECT]


def extract(form: Form, answers: Mapping[str, Any]) -> Extract:
    """Return what feeds the case's columns."""
    given = {role: _at(answers, path) for role, path in form.roles.items()}
    point = given.get("location") or {}
    contact = _contact(form, answers)
    return Extract(
        person=_person(given.get("person") or _parts(contact, PERSON_PARTS)),
        address=given.get("address") or _parts(contact, ADDRESS_PARTS),
        company=given.get("company") or {},
        municipality=(given.get("municipality") or {}).get("code", ""),
        place=_place(point),
        latitude=point.get("lat"),
        longitude=point.get("lon"),
    )


def _contact(form: Form, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what the formulas of the contact say, without an e-mail or a number that cannot be one."""
    if not form.contact:
        return {}
    values = visibility(form, answers).values
    said = {part: " ".join(formula.text(values).split())[:200] for part, formula in form.contact.items()}
    for part, checked in (("email", checked_email), ("phone", checked_phone)):
        try:
            said[part] = checked(said.get(part, "")) if said.get(part) else ""
        except Invalid:
            said[part] = ""
    return said


def _parts(contact: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Return some parts of a contact, nothing when none is given."""
    given = {name: contact.get(name, "") for name in names}
    return given if any(given.values()) else {}


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


@dataclass(frozen=True)
class _Reader:
    """Reads answers as rows, inside blocks too."""

    seen: Visibility
    marked: bool
    reviewed: bool

    def rows(self, one: Asked, before: Mapping[str, Any], group: str = "") -> Iterator[Row]:
        """Yield a question with its answer, or those of every row of a block."""
        question = one.question
        if not question.type.holds or (self.reviewed and not question.review):
            return
        if question.children:
            yield from self._inside(one, before.get(question.key), group)
            return
        text = "" if one.value is None else question.type.to_text(question, one.value)
        changed = self.marked and before.get(question.key) != one.value
        files = tuple(files_of(question, one.value))
        yield Row(one.name, question.label, text, one.value, question.type.code, changed, files, group)

    def _inside(self, block: Asked, before: Any, group: str) -> Iterator[Row]:
        former = blocks.rows_of(block.question, before)
        for place in range(len(blocks.rows_of(block.question, block.value))):
            title = blocks.row_title(block.question, place)
            own = f"{group} – {title}" if group else title
            name = blocks.row_name(block.question, block.name, place)
            for child in block.question.children:
                inner = self.seen.asked.get(f"{name}.{child.key}")
                if inner is not None:
                    yield from self.rows(inner, former[place] if place < len(former) else {}, own)


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
