"""What changes from one version to another, told under what it is about: the presentation, each step of the form."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import AGENT_FORM, FORM, Document
from parvis.catalogue.forms.differences import Difference, Kind, differences
from parvis.studio.form.option_words import words_of

ICONS: dict[Kind, tuple[str, str | Promise]] = {
    Kind.ADDED: ("plus", gettext_lazy("ajout")),
    Kind.REMOVED: ("close", gettext_lazy("retrait")),
    Kind.CHANGED: ("edit", gettext_lazy("modification")),
    Kind.MOVED: ("transfer", gettext_lazy("déplacement")),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One change: its sentence, the icon of what happened and its word."""

    sentence: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Group:
    """What changes in one place."""

    title: str
    changes: list[Said] = field(default_factory=list)


def told(before: Document, after: Document) -> list[Group]:
    """Return the changes from one definition to another, in the order in which a person meets what they are about."""
    return list(_grouped(differences(before, after, option_words=_option), before, after))


def _grouped(found: Iterable[Difference], before: Document, after: Document) -> Iterable[Group]:
    groups: dict[str, Group] = {}
    for one in found:
        title = _place(one, before if one.kind is Kind.REMOVED else after)
        icon, word = ICONS[one.kind]
        said = Said(one.sentence, icon, str(word))
        groups.setdefault(title, Group(title)).changes.append(said)
    return groups.values()


def _place(one: Difference, document: Document) -> str:
    part, *rest = one.path
    if part not in {FORM, AGENT_FORM}:
        return _("Présentation, droit et règles")
    pages = document.get(str(part), {}).get("pages", [])
    title = pages[int(rest[1])].get("title", "") if len(rest) > 1 else ""
    if part == AGENT_FORM:
        return _("Questions pour les agents, étape « %(title)s »") % {"title": title}
    return _("Étape « %(title)s »") % {"title": title}


def _option(type_code: str, option: str) -> str:
    return _("réglage « %(name)s »") % {"name": words_of(type_code, option).label}
