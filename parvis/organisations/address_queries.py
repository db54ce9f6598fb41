"""Finding an address of the national base: as one types, and by what was typed in full."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from parvis.organisations.models import Street
from parvis.organisations.names import plain

MOST_FOUND = 8
SHORTEST = 3
"""Letters of the longest word, below which nothing is proposed."""
MOST_WORDS = 10
# « 12 bis », « 12b »; a single « r » is the abbreviation of « rue ».
_NUMBER = re.compile(r"(\d{1,4})(?:\s*(bis|ter|quater|quinquies)|\s*([a-qs-z]))?\b[\s,]+(?=\D*[a-z])(.*)")
_UNABRIDGED = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "bvd": "boulevard", "ch": "chemin",
    "che": "chemin", "imp": "impasse", "pl": "place", "qu": "quai", "r": "rue", "rte": "route", "sq": "square",
    "st": "saint", "ste": "sainte", "all": "allee",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """An address: its first line (« 12 bis Rue des Lilas »), its town, and where it is (degrees, WGS 84)."""

    line: str
    postcode: str
    municipality_code: str
    municipality_name: str
    latitude: float
    longitude: float

    @property
    def label(self) -> str:
        """Return the address on one line."""
        return f"{self.line}, {self.postcode} {self.municipality_name}"


def streets_are_known() -> bool:
    """Return whether the national file was loaded, were it for one department."""
    return Street.objects.exists()


def address_search(text: str, *, limit: int = MOST_FOUND) -> list[FoundAddress]:
    """Return the addresses that answer some words: « 12 rue lilas caen », « 3 bd st michel 14000 ».

    Every word must begin a word of the street, of its town or its postcode. When nothing does, those that look like
    the words (a slip of the pen).
    """
    number, suffix, words = _parted(text)
    terms = [_UNABRIDGED.get(word, word) for word in words.split()][:MOST_WORDS]
    if not terms or len(max(terms, key=len)) < SHORTEST:
        return []
    streets = _streets(terms, limit) or _alike(" ".join(terms), limit)
    found = [address for street in streets for address in _houses(street, number, suffix)]
    return found[:limit]


def exact_address(line: str, postcode: str, city: str) -> FoundAddress | None:
    """Return the address that was typed in full, None when the file has none or several that read so."""
    number, suffix, words = _parted(line)
    asked = " ".join(_UNABRIDGED.get(word, word) for word in words.split())
    spoken = {f" {plain(f'{one} {city} {postcode}')}" for one in (words, asked)}
    known = list(Street.objects.filter(words__in=spoken).order_by("code")[:2])
    if len(known) != 1 or not words:
        return None
    houses = [
        one
        for one in _houses(known[0], number, suffix)
        if plain(one.line) == plain(f"{number} {suffix} {known[0].name}")
    ]
    return houses[0] if houses else None


def _parted(text: str) -> tuple[str, str, str]:
    """Return the number of a house, what follows it, and the words: « 12 », « bis », « rue des lilas »."""
    words = plain(text)
    found = _NUMBER.fullmatch(words)
    if found is None:
        return "", "", words
    return found[1], found[2] or found[3] or "", found[4].strip()


def _streets(terms: list[str], limit: int) -> list[Street]:
    """Return streets whose words begin with each term: the exact name first, then the shortest."""
    every = " AND ".join(["words LIKE %s"] * len(terms))
    whole = f" {' '.join(terms)}"
    sql = _BEGINNING.format(every=every)
    return list(
        Street.objects.raw(sql, [*(f"% {term}%" for term in terms), f"{whole} %", f"{whole}%", limit])
    )


def _alike(words: str, limit: int) -> list[Street]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', '0.6', true)")
    return list(Street.objects.raw(_CLOSE, [words, words, limit]))


def _houses(street: Street, number: str, suffix: str) -> Iterator[FoundAddress]:
    """Yield the houses of that number, else the street with the number as it was typed."""
    written = f"{number} {suffix}".strip()
    matching = [
        house
        for house in street.numbers
        if number and house[0] == int(number) and house[1].startswith(suffix)
    ]
    for _number, own, latitude, longitude in sorted(matching, key=lambda house: house[1]):
        yield _found(street, f"{number} {own}".strip(), latitude, longitude)
    if not matching:
        yield _found(street, written, street.latitude, street.longitude)


def _found(street: Street, number: str, latitude: float, longitude: float) -> FoundAddress:
    return FoundAddress(
        f"{number} {street.name}".strip(),
        street.postcode,
        street.municipality_code,
        street.municipality_name,
        latitude,
        longitude,
    )


_BEGINNING = """
SELECT * FROM organisations_street WHERE {every}
ORDER BY words LIKE %s DESC, words LIKE %s DESC, length(name), municipality_name, id LIMIT %s
"""
_CLOSE = """
SELECT * FROM organisations_street WHERE %s <%% words
ORDER BY word_similarity(%s, words) DESC, length(name), id LIMIT %s
"""
