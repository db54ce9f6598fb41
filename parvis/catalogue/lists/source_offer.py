"""The last copy of a data source as it is offered: in memory, since it came in one piece."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from parvis.catalogue.lists.offers import MOST_FOUND, Offer, Row, Where, matches, out_of_place
from parvis.organisations.names import plain


@dataclass(frozen=True)
class SourceOffer(Offer):
    """The rows of a copy, under what other answers ask.

    Not ``shown`` while the source is down: what was chosen in the copy before stays good all the same.
    """

    copy: list[Mapping[str, Any]] = field(repr=False)
    where: Where
    accepts_words: bool = False
    free: bool = False
    sentence: str = ""
    shown: bool = True

    @cached_property
    def _all(self) -> dict[str, Row]:
        return {row["code"]: Row(row["code"], row["label"], row["columns"]) for row in self.copy}

    @cached_property
    def _offered(self) -> list[Row]:
        return [row for row in self._all.values() if not self.why_not(row)] if self.shown else []

    def first(self, most: int) -> list[Row]:
        """Return the first rows, in the order of the source."""
        return self._offered[:most]

    def search(self, words: str) -> list[Row]:
        """Search the beginnings of words; those that begin with the words come first."""
        terms = plain(words).split()
        if not terms:
            return []
        whole = " ".join(terms)
        found = [
            row for row in self._offered if self._holds(row, terms) or row.code.startswith(words.strip())
        ]
        found.sort(key=lambda row: (plain(row.label) != whole, not plain(row.label).startswith(whole)))
        return found[:MOST_FOUND]

    def rows(self, codes: Iterable[str]) -> dict[str, Row]:
        """Return rows by code."""
        return {code: self._all[code] for code in codes if code in self._all}

    def why_not(self, row: Row) -> str:
        """Tell a row that other answers exclude."""
        return "" if matches({**row.columns, "code": row.code}, self.where) else out_of_place(row)

    @staticmethod
    def _holds(row: Row, terms: list[str]) -> bool:
        words = f" {plain(row.label)}"
        return all(f" {term}" in words for term in terms)
