"""A table of reference as it is offered on a day: read from the database only for what a page or an answer needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Func, Q, QuerySet, TextField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.catalogue.lists.offers import MOST_FOUND, Offer, Row, Where, matches, out_of_place
from parvis.catalogue.models import ReferenceRow, ReferenceTable
from parvis.organisations.names import plain

# Words that share less are two different words: what procedures are searched with too.
LEAST_ALIKE = 0.4
SHORTEST_GUESS = 4
MOST_WORDS = 8
_WORDS = Func(F("label"), function="parvis_plain", output_field=TextField())


def offered_rows(table: ReferenceTable, day: date, where: Where) -> QuerySet[ReferenceRow]:
    """Return the rows of a table valid on a day whose columns hold what is asked, in the table's order."""
    found = table.rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
    )
    for key, wanted in where.items():
        either = Q(pk__in=[])
        for value in wanted:
            either |= Q(code=value) if key == "code" else Q(columns__contains={key: value})
        found = found.filter(either)
    return found.order_by("position", "code")


def search_rows(rows: QuerySet[ReferenceRow], words: str, limit: int = MOST_FOUND) -> list[ReferenceRow]:
    """Return the rows whose label holds the beginning of every word, or whose code begins so; accents set aside.

    Those that begin with the words come first. When none does, those whose label looks like the words do.
    """
    terms = plain(words).split()[:MOST_WORDS]
    if not terms:
        return []
    spoken = rows.annotate(words=_WORDS)
    every = Q()
    for term in terms:
        every &= Q(words__contains=f" {term}")
    found = spoken.filter(every | Q(code__istartswith=words.strip()))
    whole = f" {' '.join(terms)}"
    closest = found.annotate(very=Q(words=whole), begins=Q(words__startswith=whole))
    first: list[ReferenceRow] = list(closest.order_by("-very", "-begins", "position", "code")[:limit])
    if first or len(max(terms, key=len)) < SHORTEST_GUESS:
        return first
    alike = spoken.annotate(likeness=TrigramWordSimilarity(" ".join(terms), "words"))
    return list(alike.filter(likeness__gte=LEAST_ALIKE).order_by("-likeness", "position", "code")[:limit])


@dataclass(frozen=True)
class TableOffer(Offer):
    """A table, on a day, under what other answers ask."""

    table: ReferenceTable
    day: date
    where: Where

    def first(self, most: int) -> list[Row]:
        """Read the first rows."""
        return [_row(row) for row in offered_rows(self.table, self.day, self.where)[:most]]

    def search(self, words: str) -> list[Row]:
        """Search among the rows offered."""
        found = search_rows(offered_rows(self.table, self.day, self.where), words)
        return [_row(row) for row in found]

    def rows(self, codes: Iterable[str]) -> dict[str, Row]:
        """Read rows by code, ended or not."""
        return {row.code: _row(row) for row in self.table.rows.filter(code__in=list(codes))}

    def why_not(self, row: Row) -> str:
        """Tell a row that is no longer valid, or not yet, or that other answers exclude."""
        if row.valid_until is not None and row.valid_until < self.day:
            return _("« %(label)s » n’est plus proposé depuis le %(day)s. Choisissez une autre réponse.") % {
                "label": row.label,
                "day": date_format(row.valid_until, "j F Y"),
            }
        if row.valid_from is not None and row.valid_from > self.day:
            return _("« %(label)s » ne sera proposé qu’à partir du %(day)s.") % {
                "label": row.label,
                "day": date_format(row.valid_from, "j F Y"),
            }
        boxes = {**row.columns, "code": row.code}
        return "" if matches(boxes, self.where) else out_of_place(row)


def _row(row: ReferenceRow) -> Row:
    return Row(row.code, row.label, row.columns, row.valid_from, row.valid_until)
