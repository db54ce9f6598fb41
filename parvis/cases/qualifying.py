"""Whether a rule fits a demand: pure reading, the same for a demand just born and for a dry run on past ones."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from parvis.cases.models import Case, QualificationRule

MOST = 20_000
"""Characters of a demand in which words are looked for."""
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Looked:
    """What rules look at in a demand."""

    procedure: str
    channel: str
    municipality_id: int | None
    person_kind: str
    text: str

    @classmethod
    def at(cls, case: Case) -> "Looked":
        """Return what rules see of a case."""
        said = " ".join([case.subject, case.place, *texts(case.answers)])[:MOST]
        kind = case.person.kind if case.person else ""
        return cls(case.procedure_code, case.channel, case.municipality_id, kind, f" {plain(said)} ")


def first_fitting(rules: Iterable[QualificationRule], looked: Looked) -> QualificationRule | None:
    """Return the first rule that fits, in their order."""
    return next((rule for rule in rules if fits(rule, looked)), None)


def fits(rule: QualificationRule, looked: Looked) -> bool:
    """Say whether every condition of a rule holds; a rule that asks nothing fits nothing."""
    asked = [
        (rule.procedures, looked.procedure in rule.procedures),
        (rule.channels, looked.channel in rule.channels),
        (rule.municipality_id, looked.municipality_id == rule.municipality_id),
        (rule.person_kind, looked.person_kind == rule.person_kind),
        (rule.words, any(f" {words}" in looked.text for words in map(plain, rule.words) if words)),
    ]
    conditions = [holds for wanted, holds in asked if wanted]
    return bool(conditions) and all(conditions)


def plain(text: str) -> str:
    """Return the words of a text without accents, capitals and marks, one space between them."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(part for part in parts if not unicodedata.combining(part))))


def texts(value: Any) -> list[str]:
    """Return every text of some answers."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]
