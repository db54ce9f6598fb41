"""Rows given to a statement as one value: a JSON text that PostgreSQL reads as a table.

An array a column costs more in Python than the whole statement in PostgreSQL: each of its values is looked at, written
and quoted one by one, and a document is quoted once more (``bin/bench replan``: a sixth of what a case costs).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.db import connection, models

_SAID = frozenset({"date", "timestamp with time zone", "uuid"})
"""Types whose values JSON does not know: written in words, which PostgreSQL reads."""


@dataclass(frozen=True)
class Given:
    """Rows of these columns (fields of a model), under their own names."""

    columns: tuple[Any, ...]

    @classmethod
    def of(cls, model: type[models.Model], names: Iterable[str]) -> Self:
        """Return rows of these columns of a model, in this order."""
        columns = {each.column: each for each in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
        return cls(tuple(columns[name] for name in names))

    @cached_property
    def table(self) -> str:
        """Return what stands after FROM, with two holes: ``values``. Only names and types of columns are in it.

        The number of rows is said because PostgreSQL would count on a hundred, and read a whole table for one.
        """
        columns = ", ".join(f'"{each.column}" {_type(each)}' for each in self.columns)
        return f"(SELECT * FROM json_to_recordset(%s::json) AS given ({columns}) LIMIT %s) AS given"  # noqa: S608

    def values(self, rows: Iterable[Sequence[Any]]) -> tuple[str, int]:
        """Return what fills the holes: rows of values in the order of the columns."""
        read = [dict(zip(self._names, row, strict=True)) for row in rows]
        for name in self._said:
            for each in read:
                if each[name] is not None:
                    each[name] = str(each[name])
        return json.dumps(read, ensure_ascii=False, separators=(",", ":")), len(read)

    def values_of(self, objects: Iterable[Any]) -> tuple[str, int]:
        """Return what fills the holes: these columns of objects of the model."""
        names = [each.attname for each in self.columns]
        return self.values([[getattr(one, name) for name in names] for one in objects])

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(each.column for each in self.columns)

    @cached_property
    def _said(self) -> tuple[str, ...]:
        return tuple(each.column for each in self.columns if _type(each) in _SAID)


def _type(column: Any) -> str:
    """Return the type of a column; without the length of its texts, which a cast would cut in silence."""
    return str(
        column.rel_db_type(connection) if column.is_relation else column.db_type(connection)
    ).partition("(")[0]
