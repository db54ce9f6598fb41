"""The answers that a mail, an SMS or a letter gives to a form: its subject, its text, who writes, what is joined.

What it does not answer is asked later: nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parvis.cases.services.mail_files import references
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_limits import file_limits
from parvis.catalogue.forms import engine
from parvis.documents.models import StoredFile

_TEXT_LONGEST, _LINE_LONGEST = 5000, 200
_CUT = " […]"


@dataclass(frozen=True)
class Said:
    """What a mail, an SMS, a letter or a contact form says, for a form.

    ``email`` is empty when it must not be answered. ``chosen``: the person said themselves how to answer them
    (``preferred``); their word is kept as such.
    """

    subject: str
    text: str
    name: str
    email: str
    files: Sequence[StoredFile] = ()
    phone: str = ""
    postal_address: str = ""
    preferred: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Answered:
    """The answers, and what they hold of the mail: ``whole`` when all its text is in them, and which files."""

    answers: dict[str, Any]
    whole: bool
    files: dict[str, list[StoredFile]]


def answers_of(form: engine.Form, said: Said, context: engine.Context) -> Answered:
    """Return the answers of a form that a mail gives, each checked as if someone had typed it."""
    text, line, box = _first(form, "long_text"), _title(form), _first(form, "file")
    given: dict[str, Any] = {}
    if line is not None and said.subject:
        given[line.key] = _short(said.subject, line.options.get("max_length", _LINE_LONGEST))
    if text is not None and said.text:
        given[text.key] = _short(said.text, text.options.get("max_length", _TEXT_LONGEST))
    given |= _who(form, said)
    fitting = _fitting(box, said.files) if box is not None else []
    if box is not None and fitting:
        given[box.key] = references(fitting)
    kept = _checked(form, given, context)
    whole = not said.text or (text is not None and kept.get(text.key) == said.text)
    files = {box.key: fitting} if box is not None and box.key in kept else {}
    return Answered(kept, whole, files)


def _checked(form: engine.Form, given: dict[str, Any], context: engine.Context) -> dict[str, Any]:
    """Return the answers that the form takes; one that is refused is left out, and the rest checked again."""
    for _attempt in range(3):
        checked = engine.check_all(form, given, complete=False, context=context)
        wrong = {name.partition(".")[0] for name in checked.errors} & set(given)
        if not wrong:
            return checked.answers
        given = {key: value for key, value in given.items() if key not in wrong}
    return {}


def _first(form: engine.Form, kind: str) -> Question | None:
    asked = (one for one in form.by_key.values() if one.type.code == kind and one.condition is None)
    return next(asked, None)


def _title(form: engine.Form) -> Question | None:
    """Return the question that says what it is about: the one that the subject repeats, else none."""
    named = form.by_key.get(str(form.definition.get("subject", "")).strip())
    return named if named is not None and named.type.code == "text" else None


def _who(form: engine.Form, said: Said) -> dict[str, Any]:
    path = form.roles.get("person", "")
    question = form.by_key.get(path)
    if question is None or question.type.code != "person":
        return {}
    first, last = names_of(said.name)
    asked = set(question.options.get("asks", ("first_name", "last_name", "email", "phone")))
    parts = {
        "first_name": first,
        "last_name": last or first or said.email.partition("@")[0] or said.phone,
        "email": said.email,
        "phone": said.phone,
    }
    return {path: {name: value for name, value in parts.items() if name in asked and value}}


def names_of(shown: str) -> tuple[str, str]:
    """Return the first and last names of a name as mails show it: « Aude VASSEUR », « Vasseur, Aude »."""
    name = shown.strip(" '\"")
    if "@" in name:
        return "", ""
    if name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        return first[:100], last[:100]
    words = name.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals)[:100], " ".join(capitals)[:100]
    return " ".join(words[:1] if len(words) > 1 else [])[:100], " ".join(words[1:] or words)[:100]


def _fitting(box: Question, files: Sequence[StoredFile]) -> list[StoredFile]:
    limits = file_limits(box)
    kinds = {kind.media_type for kind in limits.kinds}
    fit = [file for file in files if file.media_type in kinds and file.size <= limits.max_size]
    return fit[: limits.max_files]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_CUT)].rstrip() + _CUT
