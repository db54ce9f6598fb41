"""Rows written with the same few statements all day, each worded once a process.

Django words an INSERT anew for each row it saves; for one of forty columns, wording it costs more than PostgreSQL needs
to write it (``bin/bench api-create``: a case, its person, its journal and its clocks are born in five of them).
What a field does to its value before it is written stays Django's.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models

Columns = tuple[Any, ...]


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, all with a key or all without: PostgreSQL's then come back onto them."""
    if not rows:
        return
    model, has_key = type(rows[0]), rows[0].pk is not None
    columns, text = _inserting(model, len(rows), has_key)
    link = connections[DEFAULT_DB_ALIAS]
    values = [_ready(column, row, link, new=True) for row in rows for column in columns]
    with link.cursor() as cursor:
        cursor.execute(text, values)
        keys = [] if has_key else cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=False):
        row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - Django's documented API


def update(row: models.Model, *names: str) -> None:
    """Write the fields named of a row that exists. Raises DatabaseError when it does no more, as Django does."""
    columns, text = _updating(type(row), names)
    link = connections[DEFAULT_DB_ALIAS]
    values = [_ready(column, row, link, new=False) for column in columns]
    with link.cursor() as cursor:
        cursor.execute(text, [*values, row.pk])
        if not cursor.rowcount:
            raise DatabaseError("The row to write is gone.")


def _ready(column: "models.Field[Any, Any]", row: models.Model, link: Any, *, new: bool) -> Any:
    return column.get_db_prep_save(column.pre_save(row, new), link)


@cache
def _inserting(model: type[models.Model], count: int, has_key: bool) -> tuple[Columns, str]:
    meta = model._meta  # noqa: SLF001
    columns = tuple(each for each in meta.concrete_fields if not each.generated)
    columns = columns if has_key else tuple(each for each in columns if not each.primary_key)
    row = f"({', '.join(map(_placeholder, columns))})"
    names = ", ".join(_quoted(each.column) for each in columns)
    text = f"INSERT INTO {_quoted(meta.db_table)} ({names}) VALUES {', '.join([row] * count)}"  # noqa: S608 - names
    return columns, text if has_key else f"{text} RETURNING {_quoted(meta.pk.column)}"


@cache
def _updating(model: type[models.Model], names: tuple[str, ...]) -> tuple[Columns, str]:
    meta = model._meta  # noqa: SLF001
    columns: Columns = tuple(_field(model, name) for name in names)
    changes = ", ".join(f"{_quoted(each.column)} = {_placeholder(each)}" for each in columns)
    return columns, f"UPDATE {_quoted(meta.db_table)} SET {changes} WHERE {_quoted(meta.pk.column)} = %s"  # noqa: S608


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    columns = model._meta.concrete_fields  # noqa: SLF001
    return next(each for each in columns if name in {each.name, each.attname})


def _placeholder(column: Any) -> str:
    """Return « %s », with its type where Django gives it one (arrays)."""
    return column.get_placeholder(None, None, connection) if hasattr(column, "get_placeholder") else "%s"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
