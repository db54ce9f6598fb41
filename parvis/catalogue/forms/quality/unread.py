"""What nothing reads or nobody can reach: values computed for nobody, conditions that never hold."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.following import formulas
from parvis.catalogue.composition.places import Document, field_at, fields
from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.advice import Advice, AdviceKind, register


@register
class Unread(AdviceKind):
    """A question never used, or never asked."""

    code, label = "unread", gettext_lazy("questions inutiles")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at values that nothing reads, and at questions whose condition names an answer never offered."""
        said = " ".join(one.source for one in formulas(document))
        roles = set(document.get("roles", {}).values())
        offered = _offered(document)
        for place in fields(document):
            kind = str(place.field.get("type", ""))
            if kind not in registry:
                continue
            key = str(place.field["key"])
            silent = not registry.get(kind).asks and registry.get(kind).holds
            if (
                silent
                and key not in said
                and place.address not in roles
                and place.field.get("review") is not True
            ):
                yield self.advice(
                    place.address,
                    _("Rien ne lit cette valeur : ni condition, ni texte, ni résumé."),
                    _("Une valeur que personne ne voit ni n’utilise alourdit la démarche."),
                    _("La supprimer"),
                )
            elif _never(place.field.get("condition", ""), offered):
                yield self.advice(
                    place.address,
                    _(
                        "Cette question ne sera jamais posée : sa condition attend une réponse qui n’est pas proposée."
                    ),
                    _("Les réponses proposées ont peut-être changé depuis."),
                )

    def mend(self, document: Document, place: str) -> None:
        """Take the value away."""
        spot = field_at(document, place)
        spot.beside.pop(spot.index)


def _offered(document: Document) -> dict[str, set[str]]:
    """Return the values that each choice offers."""
    return {
        str(place.field["key"]): {str(one.get("value")) for one in place.field["options"]}
        for place in fields(document)
        if place.field.get("type") == "choice" and place.field.get("options") and not place.field.get("other")
    }


def _never(source: str, offered: dict[str, set[str]]) -> bool:
    """Return whether a condition needs an answer that is not offered, as far as one sees at first sight."""
    if not source:
        return False
    try:
        tree: Any = compile_expression(source).tree
    except BadExpression:
        return False
    needed = tree[1:] if isinstance(tree, list) and tree[0] == "&&" else [tree]
    return any(_missing(one, offered) for one in needed)


def _missing(tree: Any, offered: dict[str, set[str]]) -> bool:
    match tree:
        case ["==", ["name", name], str(value)]:
            return name in offered and value not in offered[name]
    return False
