"""The other people that the answers of a form ask to sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.blocks import value_at
from parvis.catalogue.expressions import Context
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import visibility

DAYS, REMIND_AFTER = 30, 7


@dataclass(frozen=True)
class CoSigner:
    """Someone asked to sign: the name of the question, who they are, until when and what they sign."""

    question: str
    name: str
    email: str
    statement: str = ""
    share_answers: bool = False
    days: int = DAYS
    remind_after: int = REMIND_AFTER


def co_signers(form: Form, answers: Mapping[str, Any], context: Context | None = None) -> list[CoSigner]:
    """Return those whom accepted answers name, in order, those of rows included."""
    if not form.asks_another:
        return []
    asked = visibility(form, answers, context, settled=True).asked
    return [
        CoSigner(
            question=name,
            name=value["name"],
            email=value["email"],
            **{key: one.question.options[key] for key in _OPTIONS if key in one.question.options},
        )
        for name, one in asked.items()
        if one.question.type.asks_another and (value := value_at(answers, name))
    ]


_OPTIONS = ("statement", "share_answers", "days", "remind_after")
