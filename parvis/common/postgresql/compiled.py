"""A query asked on every page, compiled once a process.

Django writes the SQL of a queryset anew each time it runs; for one that reads a row with its relations, writing costs
several times what PostgreSQL needs to answer (``bin/bench deposit``: a draft is read nine times in a deposit).
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Hole:
    """Stands for a value while the query is written."""

    name: str


def hole(name: str) -> models.Value:
    """Return what stands in a queryset for a value given later, under that name, each time it is asked."""
    return models.Value(_Hole(name))  # without a field, so that it goes through as it is


def given(values: list[Any]) -> models.Value:
    """Return a list as one value, for ``among``: hundreds of holes cost more to write than rows to read."""
    return models.Value(values)  # without a field, so that it goes through as it is


def among(column: str, values: models.Value) -> models.Func:
    """Return the condition that a column is one of the values of a list: one text for any number."""
    return models.Func(
        models.F(column),
        values,
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )


class Compiled(Generic[M]):
    """Rows through a queryset given once, with ``hole``\\ s in it: a function, called when models are ready."""

    def __init__(self, queryset: Callable[[], "models.QuerySet[M]"]) -> None:
        self._queryset = queryset

    def one(self, **values: Any) -> M | None:
        """Return the first row with these values in the holes, None when there is none."""
        return next(iter(self._rows(values)), None)

    def all(self, **values: Any) -> list[M]:
        """Return the rows with these values in the holes, in the queryset's order."""
        return list(self._rows(values))

    def _rows(self, values: dict[str, Any]) -> "ModelIterable[M]":
        written, (sql, parameters) = self._written
        compiler = copy(written)
        compiler.connection = connection
        filled = tuple(values[each.name] if isinstance(each, _Hole) else each for each in parameters)
        compiler.as_sql = lambda *_arguments, **_options: (sql, filled)
        compiler.get_converters = self._converters
        reading: Any = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda using: compiler),  # noqa: ARG005 - as Django calls it
            _known_related_objects={},
        )
        return ModelIterable(reading)

    def _converters(self, expressions: Any) -> Any:
        """Return what turns columns into values of Django: the same at each reading."""
        known = self.__dict__.get("_known_converters")
        if known is None:
            known = self.__dict__["_known_converters"] = self._written[0].get_converters(expressions)
        return known

    @cached_property
    def _written(self) -> tuple[Any, tuple[str, tuple[Any, ...]]]:
        compiler: Any = self._queryset().query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, compiler.as_sql()
