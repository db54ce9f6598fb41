"""A query asked on every page, compiled once a process.

Django writes the SQL of a queryset anew each time it runs; for one that reads a row with its relations, writing costs
several times what PostgreSQL needs to answer (``bin/bench deposit``: a draft is read nine times in a deposit).
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)
_HOLE = UUID(int=2**128 - 1)
"""Stands for the key while the query is written."""


class Compiled(Generic[M]):
    """One row by its UUID key, through a queryset given once: a function, called when models are ready."""

    def __init__(self, queryset: Callable[[], "models.QuerySet[M]"]) -> None:
        self._queryset = queryset

    def get(self, key: UUID) -> M | None:
        """Return the row of that key as the queryset reads it, None when there is none."""
        written, (sql, parameters) = self._written
        compiler = copy(written)
        compiler.connection = connection
        values = tuple(key if value == _HOLE else value for value in parameters)
        compiler.as_sql = lambda *_arguments, **_options: (sql, values)
        reading: Any = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda using: compiler),  # noqa: ARG005 - as Django calls it
            _known_related_objects={},
        )
        return next(iter(ModelIterable(reading)), None)

    @cached_property
    def _written(self) -> tuple[Any, tuple[str, tuple[Any, ...]]]:
        compiler: Any = self._queryset().filter(pk=_HOLE).query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, compiler.as_sql()
