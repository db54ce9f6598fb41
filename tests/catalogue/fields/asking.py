"""Asking one question, as a page does."""

from typing import Any

from django.http import QueryDict

from parvis.catalogue.forms.engine import check_page
from tests.factories.catalogue import field, form


def given(kind: str, typed: Any, /, **options: Any) -> tuple[Any, dict[str, list[str]]]:
    """Return what is kept of what was typed in a question, and the sentences said. ``typed``: a text, or texts (or
    lists of them) by part.
    """
    data = QueryDict(mutable=True)
    for name, value in (typed if isinstance(typed, dict) else {"": typed}).items():
        data.setlist(f"q.{name}" if name else "q", value if isinstance(value, list) else [value])
    checked = check_page(form([field(kind, "q", **options)]), "p1", data, {})
    return checked.answers.get("q"), checked.errors


def kept(kind: str, typed: Any, /, **options: Any) -> Any:
    """Return what is kept of what was typed, which must be right."""
    value, errors = given(kind, typed, **options)
    assert errors == {}
    return value


def told(kind: str, typed: Any, /, **options: Any) -> dict[str, list[str]]:
    """Return the sentences said of what was typed, which must be wrong."""
    value, errors = given(kind, typed, **options)
    assert value is None
    assert errors
    return errors


def refusal(kind: str, typed: Any, part: str = "", /, **options: Any) -> str:
    """Return the one sentence said of what was typed, or of one of its parts."""
    [sentence] = told(kind, typed, **options)[f"q.{part}" if part else "q"]
    return sentence


def text(kind: str, value: Any, /, **options: Any) -> str:
    """Return an answer as an agent reads it."""
    [question] = form([field(kind, "q", **options)]).questions()
    return question.type.to_text(question, value)
