"""What changes from one version of a procedure to the next, in sentences that who decides can read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.compiling import COMMON
from parvis.catalogue.forms.difference_words import Labels, in_few_words, labels_of, part_in_words
from parvis.catalogue.forms.remarks import FORMS, Path

Document = Mapping[str, Any]
OptionWords = Callable[[str, str], str]
"""Returns the words of an option, given the code of its type."""


class Kind(StrEnum):
    """What happened to a part of the form."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """One change. ``path`` is where it stands: in the new definition, in the former one for what was removed.

    ``key`` is the question's (« block.key » inside a block), empty for what is no question.
    """

    kind: Kind
    path: tuple[str | int, ...]
    key: str
    sentence: str


@dataclass(frozen=True)
class _Placed:
    """A question where it stands: its page, its place among those of the page or of its block."""

    field: Document
    path: Path
    page: Document
    around: str
    place: int


def differences(
    before: Document, after: Document, *, option_words: OptionWords | None = None
) -> list[Difference]:
    """Return what changes between two definitions of the right shape, in the order of the new one.

    ``option_words`` names the options of a type; without it they keep the name of the format. Translations are left
    aside: they say the same in other words.
    """
    labels = labels_of(before, after)
    found = list(_texts(before, after))
    for part in FORMS:
        found += _of_pages(part, before, after, labels)
        found += _of_questions(part, before, after, labels, option_words or _option_named)
    return found


def _option_named(_code: str, option: str) -> str:
    return _("option « %(name)s »") % {"name": option}


def _texts(before: Document, after: Document) -> Iterator[Difference]:
    """Compare what is said around the form, text by text."""
    for name, label in _labels_of_texts().items():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, str) and isinstance(new, str):
            sentence = _turned(label, old, new)
        else:
            sentence = _("%(part)s : contenu changé.") % {"part": label}
        yield Difference(Kind.CHANGED, (name,), "", sentence)
    yield from _law(before.get("law", {}), after.get("law", {}))


def _law(before: Document, after: Document) -> Iterator[Difference]:
    labels = {
        "regime": _("Effet du silence"),
        "delay": _("Délai de réponse"),
        "receipt_owed": _("Accusé de réception dû"),
    }
    for name, label in labels.items():
        if before.get(name) != after.get(name):
            sentence = _turned(label, in_few_words(before.get(name)), in_few_words(after.get(name)))
            yield Difference(Kind.CHANGED, ("law", name), "", sentence)


def _of_pages(part: str, before: Document, after: Document, words: Labels) -> Iterator[Difference]:
    old, new = _pages(part, before), _pages(part, after)
    for key, (place, page) in new.items():
        path = (part, "pages", place)
        if key not in old:
            said = _("Étape ajoutée : « %(title)s ».") % {"title": page["title"]}
            yield Difference(Kind.ADDED, path, "", said)
        else:
            yield from _page(path, old[key][1], page, words)
    for key, (place, page) in old.items():
        if key not in new:
            said = _("Étape retirée : « %(title)s ».") % {"title": page["title"]}
            yield Difference(Kind.REMOVED, (part, "pages", place), "", said)
    for key in _out_of_order(list(old), list(new)):
        place, page = new[key]
        said = _("Étape « %(title)s » : elle change de place.") % {"title": page["title"]}
        yield Difference(Kind.MOVED, (part, "pages", place), "", said)


def _page(path: tuple[str | int, ...], old: Document, new: Document, words: Labels) -> Iterator[Difference]:
    name = _("Étape « %(title)s »") % {"title": old["title"]}
    labels = {
        "title": _("titre"),
        "description": _("texte"),
        "condition": _("condition"),
        "checks": _("règles"),
        "exits": _("sorties"),
    }
    for said in _parts(labels, old, new, words):
        yield Difference(Kind.CHANGED, path, "", f"{name}, {said}")


def _of_questions(
    part: str, before: Document, after: Document, words: Labels, option_words: OptionWords
) -> Iterator[Difference]:
    old, new = _questions(part, before), _questions(part, after)
    moved = _moved(old, new)
    for key, placed in new.items():
        path = tuple(placed.path)
        if key not in old:
            yield Difference(Kind.ADDED, path, key, _added(placed))
            continue
        if key in moved:
            yield Difference(Kind.MOVED, path, key, moved[key])
        for said in _changes(old[key].field, placed.field, words, option_words):
            yield Difference(Kind.CHANGED, path, key, f"{_question(old[key].field)}, {said}")
    for key, placed in old.items():
        if key not in new:
            said = _("Question retirée de l’étape « %(page)s » : %(question)s.") % {
                "page": placed.page["title"],
                "question": _named(placed.field),
            }
            yield Difference(Kind.REMOVED, tuple(placed.path), key, said)


def _added(placed: _Placed) -> str:
    return _("Question ajoutée à l’étape « %(page)s » : %(question)s (%(type)s).") % {
        "page": placed.page["title"],
        "question": _named(placed.field),
        "type": registry.get(placed.field["type"]).label,
    }


def _moved(old: dict[str, _Placed], new: dict[str, _Placed]) -> dict[str, str]:
    """Return what is said of the questions that changed page, block or place."""
    moved = {}
    stayed: dict[tuple[str, str], list[str]] = {}
    for key, placed in new.items():
        if key not in old:
            continue
        if old[key].page["key"] != placed.page["key"]:
            moved[key] = _("%(question)s : elle passe de l’étape « %(old)s » à l’étape « %(new)s ».") % {
                "question": _question(placed.field),
                "old": old[key].page["title"],
                "new": placed.page["title"],
            }
        else:
            stayed.setdefault((placed.page["key"], placed.around), []).append(key)
    for keys in stayed.values():
        former = sorted(keys, key=lambda key: old[key].place)
        for key in _out_of_order(former, keys):
            said = _("%(question)s : elle change de place dans l’étape « %(page)s ».")
            moved[key] = said % {"question": _question(new[key].field), "page": new[key].page["title"]}
    return moved


def _changes(old: Document, new: Document, words: Labels, option_words: OptionWords) -> Iterator[str]:
    """Say each change of a question, after its name."""
    if old["type"] != new["type"]:
        names = [str(registry.get(field["type"]).label) for field in (old, new)]
        yield _turned(_("type"), *names)
    if old.get("required", True) != new.get("required", True):
        yield _("elle devient obligatoire.") if new.get("required", True) else _("elle devient facultative.")
    labels = {
        "label": _("libellé"),
        "help": _("aide"),
        "condition": _("condition"),
        "checks": _("règles"),
        "default": _("réponse proposée"),
        "prefill": _("préremplissage"),
        "review": _("relecture avant l’envoi"),
        "sensitive": _("donnée sensible"),
    }
    yield from _parts(labels, old, new, words)
    if _are_choices(old.get("options")) and _are_choices(new.get("options")):
        yield from _choices(old["options"], new["options"])
    skipped = {*COMMON, "fields", *(("options",) if _are_choices(new.get("options")) else ())}
    names = sorted((old.keys() | new.keys()) - skipped) if old["type"] == new["type"] else []
    yield from _parts({name: option_words(new["type"], name) for name in names}, old, new, words)


def _choices(old: Sequence[Document], new: Sequence[Document]) -> Iterator[str]:
    former = {option["value"]: option.get("label", "") for option in old}
    latter = {option["value"]: option.get("label", "") for option in new}
    for value, label in latter.items():
        if value not in former:
            yield _("choix ajouté : « %(label)s ».") % {"label": label}
        elif former[value] != label:
            yield _turned(_("choix"), former[value], label)
    for value, label in former.items():
        if value not in latter:
            yield _("choix retiré : « %(label)s ».") % {"label": label}
    if list(_out_of_order(list(former), list(latter))):
        yield _("l’ordre des choix change.")


def _parts(parts: Mapping[str, str], old: Document, new: Document, words: Labels) -> Iterator[str]:
    """Say what changes among named parts: appears, goes, becomes another."""
    for name, label in parts.items():
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        before, after = (part_in_words(name, value, words) for value in (was, now))
        if name == "condition":
            yield _condition(label, before if was else "", after if now else "")
        elif was is None:
            yield _("%(part)s : « %(value)s » est ajouté.") % {"part": label, "value": after}
        elif now is None:
            yield _("%(part)s : « %(value)s » est retiré.") % {"part": label, "value": before}
        else:
            yield _turned(label, before, after)


def _condition(label: str, before: str, after: str) -> str:
    if before and after:
        words = {"part": label, "old": before, "new": after}
        return _("%(part)s avant : %(old)s ; maintenant : %(new)s.") % words
    if after:
        return _("%(part)s ajoutée : %(value)s.") % {"part": label, "value": after}
    return _("%(part)s retirée : %(value)s.") % {"part": label, "value": before}


def _turned(part: str, old: str, new: str) -> str:
    return _("%(part)s : « %(old)s » devient « %(new)s ».") % {"part": part, "old": old, "new": new}


def _question(field: Document) -> str:
    return _("Question %(name)s") % {"name": _named(field)}


def _named(field: Document) -> str:
    return _("« %(label)s »") % {"label": field.get("label") or field["key"]}


def _are_choices(options: Any) -> bool:
    return isinstance(options, list) and all(
        isinstance(option, Mapping) and isinstance(option.get("value"), str) for option in options
    )


def _pages(part: str, definition: Document) -> dict[str, tuple[int, Document]]:
    pages = definition.get(part, {}).get("pages", [])
    return {page["key"]: (place, page) for place, page in enumerate(pages)}


def _questions(part: str, definition: Document) -> dict[str, _Placed]:
    """Return every question by its key, « block.key » inside a block."""
    found: dict[str, _Placed] = {}
    for number, page in enumerate(definition.get(part, {}).get("pages", [])):
        _enter(found, [part, "pages", number], page, page["fields"], "")
    return found


def _enter(
    found: dict[str, _Placed], path: Path, page: Document, fields: Iterable[Document], around: str
) -> None:
    for place, field in enumerate(fields):
        own: Path = [*path, "fields", place]
        key = f"{around}.{field['key']}" if around else field["key"]
        found[key] = _Placed(field, own, page, around, place)
        if registry.get(field["type"]).nests:
            _enter(found, own, page, field["fields"], key)


def _out_of_order(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield the fewest keys of both lists whose move explains the new order."""
    place = {key: number for number, key in enumerate(old)}
    shared = [key for key in new if key in place]
    kept = _longest_rise([place[key] for key in shared])
    yield from (key for number, key in enumerate(shared) if number not in kept)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest increasing run of numbers, all different."""
    best: list[
        tuple[int, int]
    ] = []  # for each place: the length of the run that ends there, the place before
    for here, number in enumerate(numbers):
        before = [(best[place][0], place) for place in range(here) if numbers[place] < number]
        length, previous = max(before, default=(0, -1))
        best.append((length + 1, previous))
    here = max(range(len(best)), key=lambda place: best[place][0], default=-1)
    kept = set()
    while here >= 0:
        kept.add(here)
        here = best[here][1]
    return kept


def _labels_of_texts() -> dict[str, str]:
    return {
        "title": _("Titre"),
        "summary": _("Résumé"),
        "category": _("Thème"),
        "keywords": _("Mots de recherche"),
        "audience": _("Public"),
        "who": _("Qui peut demander"),
        "duration_minutes": _("Temps de remplissage"),
        "cost": _("Prix"),
        "pieces": _("Documents à préparer"),
        "after": _("Suite donnée"),
        "legal_basis": _("Textes de loi"),
        "data_notice": _("Information sur les données"),
        "other_ways": _("Autres façons de faire"),
        "sign_in": _("Connexion"),
        "subject": _("Objet des demandes"),
        "roles": _("Réponses reprises par la demande"),
        "parameters": _("Paramètres"),
        "drafts": _("Durée de garde des brouillons"),
    }
