"""How much two persons look alike, out of a hundred, and why. Pure reckoning over what is known of each.

The weights say what a registrar would: an address that both proved is nearly an identity; a name alone is none. A birth
date, a SIRET or a first name that differ weigh against: families share boxes, homes and names.
"""

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from unicodedata import combining, normalize

from django.utils.translation import gettext_lazy as _

from parvis.people.models import Person, PersonKind
from parvis.people.phones import international

SHOWN_FROM = 60
"""Score from which a pair is shown to agents."""
_NEAR = 0.84
_WEIGHTS = {
    "proved_address": 60,
    "address_proved_once": 45,
    "address": 35,
    "address_no_name": 60,
    "phone": 30,
    "name": 30,
    "near_name": 25,
    "birth": 35,
    "birth_swapped": 25,
    "home": 35,
    "siret": 90,
    "rna": 90,
    "other_birth": -60,
    "other_first_name": -40,
    "other_number": -90,
}
REASONS = {
    "proved_address": _("même adresse ou même numéro, vérifié des deux côtés"),
    "address_proved_once": _("même adresse e-mail, vérifiée d’un côté"),
    "address": _("même adresse e-mail"),
    "address_no_name": _("même adresse e-mail, et une des fiches n’a pas de nom"),
    "phone": _("même téléphone"),
    "name": _("même nom"),
    "near_name": _("noms presque pareils"),
    "birth": _("même date de naissance"),
    "birth_swapped": _("dates de naissance où le jour et le mois sont inversés"),
    "home": _("même adresse postale"),
    "siret": _("même SIRET"),
    "rna": _("même numéro RNA"),
    "other_birth": _("mais dates de naissance différentes"),
    "other_first_name": _("mais prénoms différents"),
    "other_number": _("mais numéros SIRET ou RNA différents"),
}
"""Why, in the words that agents read, by code."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What two persons are compared by, plain: without accents, capitals or spaces that mean nothing.

    ``emails`` and ``phones`` say of each whether it is proved.
    """

    kind: str
    first: str = ""
    last: str = ""
    siret: str = ""
    rna: str = ""
    birth: date | None = None
    home: str = ""
    emails: dict[str, bool] = field(default_factory=dict)
    phones: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Likeness:
    """How alike, out of a hundred, and the codes of the reasons, the heaviest first."""

    score: int
    reasons: list[str]


def traits(person: Person, points: list[tuple[str, str, bool]]) -> Traits:
    """Return what a person is compared by; ``points`` are kind, value and whether it is proved."""
    known = {
        "email": {person.email.lower(): False},
        "phone": {international(person.phone) or person.phone: False},
    }
    for kind, value, proved in points:
        known[kind][value] = known[kind].get(value, False) or proved
    legal = person.kind == PersonKind.LEGAL
    return Traits(
        kind=person.kind,
        first="" if legal else _plain(person.first_name),
        last=_plain(person.company_name if legal else person.last_name),
        siret=person.siret,
        rna=person.rna.upper(),
        birth=person.birth_date,
        home=_plain(person.postal_address),
        emails={value: proved for value, proved in known["email"].items() if value},
        phones={value: proved for value, proved in known["phone"].items() if value},
    )


def likeness(one: Traits, other: Traits) -> Likeness:
    """Return how much two persons look alike; a person and an organisation do not."""
    if one.kind != other.kind:
        return Likeness(0, [])
    reasons = [*_reached(one, other), *_named(one, other), *_born(one, other), *_numbered(one, other)]
    if one.home and one.home == other.home:
        reasons.append("home")
    score = sum(_WEIGHTS[code] for code in reasons)
    return Likeness(max(0, min(100, score)), sorted(reasons, key=lambda code: -_WEIGHTS[code]))


def _reached(one: Traits, other: Traits) -> list[str]:
    emails, phones = one.emails.keys() & other.emails.keys(), one.phones.keys() & other.phones.keys()
    both = [value for value in emails if one.emails[value] and other.emails[value]]
    both += [value for value in phones if one.phones[value] and other.phones[value]]
    if both:
        return ["proved_address"]
    found = ["phone"] if phones else []
    if any(one.emails[value] or other.emails[value] for value in emails):
        return ["address_proved_once", *found]
    if emails:
        nameless = not (one.first or one.last) or not (other.first or other.last)
        return ["address_no_name" if nameless else "address", *found]
    return found


def _named(one: Traits, other: Traits) -> list[str]:
    if not (one.last and other.last):
        return []
    names = sorted([one.first, one.last]), sorted([other.first, other.last])
    if names[0] == names[1]:
        return ["name"] if one.first or one.kind == PersonKind.LEGAL else []
    if not _alike(one.first, other.first):
        return ["other_first_name"]
    return ["near_name"] if _alike(one.last, other.last) else []


def _alike(one: str, other: str) -> bool:
    """Say whether two words are one but for a slip; an unknown one contradicts nothing."""
    return not one or not other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEAR


def _born(one: Traits, other: Traits) -> list[str]:
    if one.birth is None or other.birth is None:
        return []
    if one.birth == other.birth:
        return ["birth"]
    swapped = one.birth.year == other.birth.year and (one.birth.day, one.birth.month) == (
        other.birth.month,
        other.birth.day,
    )
    return ["birth_swapped" if swapped else "other_birth"]


def _numbered(one: Traits, other: Traits) -> list[str]:
    pairs = {"siret": (one.siret, other.siret), "rna": (one.rna, other.rna)}
    known = {code: pair for code, pair in pairs.items() if all(pair)}
    same = [code for code, (mine, theirs) in known.items() if mine == theirs]
    return same or (["other_number"] if known else [])


def _plain(text: str) -> str:
    bare = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())
