"""Answers put in an order of preference."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import EXAMPLE, OPTIONS, doubles, labels
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    inner,
    must_be,
    refuse,
    register,
)


@register
class Ranking(FieldType):
    """Values of ``options`` from the first to the last. Option ``max``: only so many are ranked; all unless said."""

    code, label = "ranking", gettext_lazy("classement")
    template = "fields/group.html"
    options: ClassVar[dict[str, Any]] = {
        "options": {**OPTIONS, "minItems": 2, "maxItems": 30},
        "max": {"type": "integer", "minimum": 1, "maximum": 30},
    }
    required_options = ("options",)
    example_options: ClassVar[dict[str, Any]] = {"options": EXAMPLE}
    example: ClassVar[Any] = ["prune", "cut"]

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Two options of one value."""
        return doubles(options["options"], "options")

    def empty(self, question: Question) -> Any:
        """No order: an empty list."""
        return []

    def missing(self) -> str:
        """Say what is asked."""
        return _("Donnez un rang : 1 pour votre première préférence.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the rank of each option."""
        return {value: clean_line(data.get(f"{name}.{value}", ""))[:10] for value in labels(question)}

    def typed(self, question: Question, value: Any) -> Any:
        """Give each option its rank again."""
        order = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
        ranks = {one: str(rank) for rank, one in enumerate(order, start=1)}
        return {one: ranks.get(one, "") for one in labels(question)}

    def parse(self, question: Question, typed: Any) -> Any:
        """Put the options in their order; a rank given twice or skipped is told."""
        ranked: dict[int, str] = {}
        for value, rank in (typed or {}).items():
            if not rank:
                continue
            if not (rank.isascii() and rank.isdigit()):
                refuse(_("Donnez un rang : 1 pour votre première préférence."))
            if int(rank) in ranked:
                refuse(_("Le rang %(rank)d est donné deux fois.") % {"rank": int(rank)})
            ranked[int(rank)] = value
        if ranked and sorted(ranked) != list(range(1, len(ranked) + 1)):
            refuse(_("Donnez les rangs à la suite, à partir de 1."))
        return [ranked[rank] for rank in sorted(ranked)]

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered, and an order that is not whole."""
        must_be(value, list)
        offered = labels(question)
        if not all(isinstance(one, str) and one in offered for one in value) or len(set(value)) < len(value):
            refuse(_("Choisissez des réponses de la liste."))
        most = _ranks(question)
        if len(value) > most:
            refuse(_("Donnez %(most)d rangs au plus.") % {"most": most})
        if "max" not in question.options and len(value) < most:
            refuse(_("Donnez un rang à chaque réponse, de 1 à %(most)d.") % {"most": most})
        return value

    def to_text(self, question: Question, value: Any) -> str:
        """Return the labels, numbered, one a line."""
        offered = labels(question)
        return "\n".join(f"{rank}. {offered.get(one, one)}" for rank, one in enumerate(value, start=1))

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of the values, each once."""
        ranks = _ranks(question)
        return {
            "type": "array",
            "uniqueItems": True,
            "minItems": 0 if "max" in question.options else ranks,
            "maxItems": ranks,
            "items": {"enum": list(labels(question))},
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw a list of ranks beside each option."""
        group = super().widget(question, name, "", errors)
        given = typed if isinstance(typed, dict) else {}
        ranks = [{"value": str(rank), "label": str(rank)} for rank in range(1, _ranks(question) + 1)]
        group.context["layout"] = "ranking"
        group.context["widgets"] = [
            inner(
                "fields/select.html",
                f"{name}.{value}",
                label,
                given.get(value, ""),
                options=ranks,
                empty_label="–",
            )
            for value, label in labels(question).items()
        ]
        return group


def _ranks(question: Question) -> int:
    """Return how many ranks may be given."""
    offered = len(question.options["options"])
    return min(int(question.options.get("max", offered)), offered)
