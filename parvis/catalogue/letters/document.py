"""A letter as a document: ``{"title": text, "parts": [{"style", "text" | "block", "condition"?}]}``.

Texts recall what is known as those of messages do (« {{ case.number }} »); a list has an item a line. A block is what
the product writes itself: mentions that the law requires, facts of the case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.expressions import BadExpression, Expression, compile_expression, paths_of
from parvis.catalogue.forms.compiling import compiled_formula
from parvis.catalogue.recall import Questions, Recall, recall
from parvis.catalogue.workflows.names import CASE, CASE_PARTS
from parvis.common.errors import DomainError
from parvis.documents.letters import Paragraph

TEXT, HEADING, LIST, BLOCK = "text", "heading", "list", "block"
STYLES: dict[str, str | Promise] = {
    TEXT: gettext_lazy("Paragraphe"),
    HEADING: gettext_lazy("Titre"),
    LIST: gettext_lazy("Liste, un élément par ligne"),
    BLOCK: gettext_lazy("Bloc écrit par Parvis"),
}
BLOCKS: dict[str, str | Promise] = {
    "reference": gettext_lazy("Références de la demande"),
    "decision": gettext_lazy("Ce qui est décidé"),
    "reasons": gettext_lazy("Motifs de la décision, en droit et en fait"),
    "author": gettext_lazy("Date, prénom, nom et qualité de l’auteur"),
    "appeal": gettext_lazy("Voies et délais de recours"),
    "service": gettext_lazy("Service chargé de la demande"),
}
"""What the product writes itself (``cases.services.letter_words`` draws each)."""
OF_DECISIONS = ("decision", "reasons", "author", "appeal")
"""What the letter of a decision must hold, whatever else it says (CRPA L211-5, L212-1; CJA R421-5)."""
MOST_PARTS, MOST_LETTERS = 60, 10_000
Blocks = Mapping[str, Callable[[], Sequence[Paragraph]]]


class BadLetter(DomainError):
    """A letter that cannot be written for a case, with the place that is wrong."""

    code, status = "bad_letter", 422


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what it recalls."""

    source: str
    recalled: Recall | None

    @property
    def names(self) -> set[str]:
        """Return the names that it reads."""
        return {
            name for formula in (self.recalled.formulas if self.recalled else ()) for name in formula.names
        }

    def said(self, values: Mapping[str, Any]) -> str:
        """Return the text as it is read."""
        return self.recalled.text(values) if self.recalled else self.source.strip()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter: a text in a style, or a block, kept when its condition holds."""

    style: str
    text: Text
    block: str
    condition: Expression | None

    @property
    def names(self) -> set[str]:
        """Return the names that it reads."""
        return self.text.names | set(self.condition.names if self.condition else ())


@dataclass(frozen=True, slots=True)
class Letter:
    """A compiled letter."""

    title: Text
    parts: tuple[Part, ...]

    def said_title(self, values: Mapping[str, Any]) -> str:
        """Return the title for a case. Raises BadLetter."""
        _check_known(self.title.names, values, _("le titre"))
        return self.title.said(values)

    def paragraphs(self, values: Mapping[str, Any], blocks: Blocks) -> list[Paragraph]:
        """Return the wording for a case, in the order of reading. Raises BadLetter, with the place that is wrong."""
        made: list[Paragraph] = []
        for rank, part in enumerate(self.parts, 1):
            _check_known(part.names, values, place_of(rank))
            if part.condition is None or part.condition.holds(values):
                made += blocks[part.block]() if part.style == BLOCK else _said(part, values)
        return made


def place_of(rank: int) -> str:
    """Return how a part is named to a builder, the first being 1."""
    return _("la partie %(rank)d") % {"rank": rank}


def compile_letter(document: Mapping[str, Any], questions: Questions | None = None) -> Letter:
    """Compile a letter that ``faults`` accepts; ``questions`` are those its texts may name by key.

    Raises BadExpression.
    """
    known = questions or {}
    return Letter(
        _text(str(document.get("title", "")), known),
        tuple(
            Part(
                each["style"],
                _text(str(each.get("text", "")), known),
                str(each.get("block", "")),
                compiled_formula(each.get("condition")),
            )
            for each in document["parts"]
        ),
    )


def faults(document: Mapping[str, Any], names: set[str], *, decides: bool = False) -> dict[str, list[str]]:
    """Return what is wrong with a letter, by box: « title », « parts.2.text », « parts.2.condition », « parts ».

    ``names`` are those that its texts may read; ``decides``: it is the letter of a decision.
    """
    found: dict[str, list[str]] = {}
    parts = document.get("parts", [])
    if not parts or len(parts) > MOST_PARTS:
        found["parts"] = [
            _("Écrivez au moins une partie.") if not parts else _("Cette lettre a trop de parties.")
        ]
    _look(found, "title", [*_wrong_text(str(document.get("title", "")), names)])
    if not str(document.get("title", "")).strip():
        found["title"] = [_("Donnez un titre à la lettre : il est lu en premier.")]
    for rank, part in enumerate(parts):
        _look(found, f"parts.{rank}.text", _wrong_part(part, names))
        _look(found, f"parts.{rank}.condition", _wrong_condition(str(part.get("condition", "")), names))
    missing = [str(BLOCKS[code]) for code in OF_DECISIONS if code not in _always(parts)] if decides else []
    if missing:
        said = _("Une lettre de décision porte toujours, sans condition : %(blocks)s.")
        found.setdefault("parts", []).append(said % {"blocks": " ; ".join(missing)})
    return found


def field_faults(sources: Sequence[str], names: set[str]) -> list[str]:
    """Return what is wrong with the fields of a file to merge, each with the field it is about."""
    return [
        _("Champ « %(field)s » : %(said)s") % {"field": source, "said": said}
        for source in sources
        for said in _wrong_condition(source, names)
    ]


def said_fields(
    sources: Sequence[str], values: Mapping[str, Any], questions: Questions | None = None
) -> dict[str, str]:
    """Return what each field of a file says for a case. Raises BadLetter, with the field that is wrong."""
    texts = {source: _text(f"{{{{ {source} }}}}", questions or {}) for source in sources}
    for source, text in texts.items():
        _check_known(text.names, values, _("le champ « %(field)s »") % {"field": source})
    return {source: text.said(values) for source, text in texts.items()}


def _always(parts: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(part.get("block")) for part in parts if part["style"] == BLOCK and not part.get("condition")}


def _look(found: dict[str, list[str]], box: str, said: list[str]) -> None:
    if said:
        found[box] = said


def _wrong_part(part: Mapping[str, Any], names: set[str]) -> list[str]:
    if part.get("style") not in STYLES:
        return [_("Choisissez ce qu’est cette partie.")]
    if part["style"] == BLOCK:
        return [] if part.get("block") in BLOCKS else [_("Choisissez un bloc.")]
    text = str(part.get("text", ""))
    if not text.strip():
        return [_("Écrivez cette partie, ou retirez-la.")]
    if len(text) > MOST_LETTERS:
        return [_("Cette partie est trop longue : coupez-la en plusieurs.")]
    return _wrong_text(text, names)


def _wrong_text(text: str, names: set[str]) -> list[str]:
    try:
        recalled = recall(text)
    except BadExpression as bad:
        return [str(bad)]
    return [said for formula in (recalled.formulas if recalled else ()) for said in _unknown(formula, names)]


def _wrong_condition(source: str, names: set[str]) -> list[str]:
    if not source:
        return []
    try:
        return _unknown(compile_expression(source), names)
    except BadExpression as bad:
        return [str(bad)]


def _unknown(formula: Expression, names: set[str]) -> list[str]:
    """Return a sentence for each name of a formula that is nothing: a question that is not there, a part of no case."""
    said = [
        _("« %(name)s » n’existe pas : choisissez un champ de la liste.") % {"name": name}
        for name in sorted(set(formula.names) - names)
    ]
    parts = sorted(
        {read[1] for read in paths_of(formula.tree) if read[0] == CASE and len(read) > 1} - CASE_PARTS
    )
    return said + [
        _("« %(name)s » n’existe pas : choisissez un champ de la liste.") % {"name": f"{CASE}.{part}"}
        for part in parts
    ]


def _check_known(names: set[str], values: Mapping[str, Any], place: str) -> None:
    for name in sorted(names - set(values)):
        said = _("Dans %(place)s, « %(name)s » n’existe pas dans la démarche de cette demande.")
        raise BadLetter(said % {"place": place, "name": name})


def _said(part: Part, values: Mapping[str, Any]) -> list[Paragraph]:
    words = part.text.said(values)
    if part.style == LIST:
        items = [line.strip().lstrip("-•– ").strip() for line in words.splitlines()]
        kept = [item for item in items if item]
        return [Paragraph("list", items=kept)] if kept else []
    if part.style == HEADING:
        return [Paragraph("heading", " ".join(words.split()))] if words else []
    pieces = (" ".join(piece.split()) for piece in words.replace("\r\n", "\n").split("\n\n"))
    return [Paragraph("text", piece) for piece in pieces if piece]


def _text(source: str, known: Questions) -> Text:
    return Text(source, recall(source, known))
