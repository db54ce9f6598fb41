"""One field of w.c.s. as questions of ours, with everything around: label, hint, condition, filling."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.publik import shapes, texts
from parvis.catalogue.imports.publik.blocks import block
from parvis.catalogue.imports.publik.documents import Condition, Field
from parvis.catalogue.imports.publik.kinds import KINDS
from parvis.catalogue.imports.publik.language.scope import Question, Shape
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import FALSE, TRUE, Value, both
from parvis.catalogue.imports.publik.leftovers import note_leftovers
from parvis.catalogue.imports.publik.made import Made
from parvis.catalogue.imports.publik.making import Making, field_place, tree_of
from parvis.catalogue.imports.publik.prefills import prefill_of, reads
from parvis.catalogue.imports.report import What

LONGEST_LABEL = 1000
LONGEST_HELP = 2000
LONGEST_TEXT = 20_000
LEVELS = {"title": 2, "subtitle": 3}
SILENT = frozenset({"title", "subtitle", "comment"})


def questions_of(field: Field, key: str, making: Making, *, page: str) -> list[dict[str, Any]]:
    """Return the questions that a field becomes, none when it is left out; the report is told of everything."""
    making.place = field_place(field, page)
    note_leftovers(field, making)
    condition, sure = condition_of(field.condition, making)
    if field.type in SILENT:
        making.took(What.FIELDS)
        return _silent(field, key, condition, making)
    try:
        made = _made(field, key, making, page)
    except NotUnderstood as why:
        making.left(What.FIELDS, field.label or field.type, str(why))
        _register(field, key, shapes.lost(str(why)), making)
        return []
    making.took(What.FIELDS)
    if not made.type:
        _register(field, key, made.shape, making)
        return []
    if field.condition and not sure and made.required and field.is_required:
        making.changed(field.label, _("la question est facultative, puisqu’elle est toujours montrée"))
        made.required = False
    return _asked(field, key, condition, made, making)


def condition_of(condition: Condition | None, making: Making) -> tuple[Value, bool]:
    """Return when something is shown, and whether it was understood; what is not understood is always shown."""
    if condition is None:
        return TRUE, True
    making.reading = condition.source
    try:
        value = making.translator().truth(tree_of(condition))
        usable(value)
    except NotUnderstood as why:
        reason = _("%(why)s ; ce qui en dépend reste montré") % {"why": str(why)}
        making.left(What.CONDITIONS, condition.source, reason)
        return TRUE, False
    making.took(What.CONDITIONS)
    if value is FALSE and condition.source.strip().lower() not in ("false", "0"):
        making.near(_("cette condition n’est jamais vraie : ce qui en dépend n’est jamais montré"))
    return value, True


def _made(field: Field, key: str, making: Making, page: str) -> Made:
    if field.type == "block":
        return block(field, making, page, questions_of)
    maker = KINDS.get(field.type)
    if maker is None:
        raise NotUnderstood(_("ce type de champ n’est pas connu : %(type)s") % {"type": field.type or "?"})
    making.reading = field.name or key
    return maker(field, key, making)


def _asked(field: Field, key: str, condition: Value, made: Made, making: Making) -> list[dict[str, Any]]:
    asks = made.type != "computed"
    own: dict[str, Any] = {"key": key, "type": made.type}
    making.reading = field.label
    label = texts.line(field.label, making.translator(), making.lost) or field.name or field.identifier or key
    own["label"] = cut(label, LONGEST_LABEL)
    hint = texts.line(field.words("hint"), making.translator(), making.lost)
    if hint and asks:
        own["help"] = cut(hint, LONGEST_HELP)
    if asks and not (field.is_required and made.required):
        own["required"] = False
    if condition is not TRUE:
        own["condition"] = usable(condition)
    own |= made.options
    if made.checks:
        own["checks"] = made.checks
    if asks:
        own |= prefill_of(field, own, made.choices, making)
        own |= _marks(field)
    _register(field, key, made.shape, making)
    making.on_page.add(key)
    return _shown_instead(own, making) or [own]


def _shown_instead(own: dict[str, Any], making: Making) -> list[dict[str, Any]]:
    """Return a computed value and its display for a locked answer made of others of the same page.

    A formula fills a box when its page is first shown, before they are answered: the value would stay blank.
    """
    if not reads(own) & (making.on_page - {own["key"]}):
        return []
    if not own["prefill"].get("locked"):
        making.changed(
            own["label"], _("la réponse est remplie à l’affichage de la page, pas à chaque changement")
        )
        return []
    making.changed(
        own["label"], _("la réponse verrouillée devient une valeur calculée, montrée par un texte")
    )
    shared = {name: own[name] for name in ("condition",) if name in own}
    computed = {
        "key": own["key"],
        "type": "computed",
        "label": own["label"],
        **shared,
        "value": own["prefill"]["value"],
    }
    shown = {
        "key": making.another_key(f"{own['key']} affiche"),
        "type": "information",
        "label": own["label"],
        **shared,
        "text": f"{{{{ {own['key']} }}}}",
    }
    return [computed, shown]


def _marks(field: Field) -> dict[str, Any]:
    """Return what is said of the reading again and of the erasure of an answer."""
    marks: dict[str, Any] = {}
    listed = field.element.find("display_locations")
    if listed is not None and not {"validation", "summary"} & {
        child.text.strip() for child in listed.children
    }:
        marks["review"] = False
    if field.words("anonymise") == "intermediate":
        marks["sensitive"] = True
    return marks


def _silent(field: Field, key: str, condition: Value, making: Making) -> list[dict[str, Any]]:
    making.reading = field.label
    if field.type != "comment":
        label = texts.line(field.label, making.translator(), making.lost)
        own = {
            "key": key,
            "type": "title",
            "label": cut(label or "…", LONGEST_LABEL),
            "level": LEVELS[field.type],
        }
        return [own | ({} if condition is TRUE else {"condition": usable(condition)})]
    pieces = texts.information(field.label, making.translator(), making.lost)
    if not pieces and plain_line(field.label):
        making.changed(field.label, _("ce texte ne dit rien une fois lu"))
    return [
        one
        for place, piece in enumerate(pieces)
        for one in _information(piece, key, place, condition, making)
    ]


def _information(
    piece: texts.Piece, key: str, place: int, condition: Value, making: Making
) -> list[dict[str, Any]]:
    own = {
        "key": key if not place else making.another_key(f"{key} {place + 1}"),
        "type": "information",
        "text": cut(piece.text, LONGEST_TEXT),
    }
    try:
        whole = both(condition, piece.condition)
        return [own | ({} if whole is TRUE else {"condition": usable(whole)})]
    except NotUnderstood as why:
        making.lost(piece.text, str(why))
        return [own]


def _register(field: Field, key: str, shape: Shape | None, making: Making) -> None:
    """Give formulas that come after the name of the question."""
    if not field.name or shape is None:
        return
    if making.row_prefixes:
        making.row[field.name] = (shape, key)
    else:
        making.questions.append(Question(field.name, shape, key))
