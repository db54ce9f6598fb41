"""What a function of the language declares, and the registry of them (one file a family in ``functions/``).

A signature has a group of letters for each argument, the kinds it takes (``values``): ``t`` text, ``n`` number,
``b`` boolean, ``z`` null, ``l`` list, ``o`` object, ``a`` any. A group that ends with ``?`` may be left out, the last
one may end with ``*``: any number of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from django.utils.functional import Promise

_PACKAGE = "parvis.catalogue.expressions.functions"
EXAMPLE_ANSWERS: dict[str, Any] = {
    "person": {"phone": ""},
    "town_hall": {"text": "Mairie", "lat": 49.1829, "lon": -0.3707},
    "school": {"text": "École", "lat": 49.1846, "lon": -0.3632},
}
"""What the examples of functions read."""

Run = TypeVar("Run", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument: the kinds it takes."""

    kinds: str

    def takes(self, kind: str) -> bool:
        """Return whether a value of this kind may be given."""
        return "a" in self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    ``usage`` shows how to call it and ``says`` what it gives, for the builder; ``words`` is how a sentence tells it,
    with the arguments in their places; ``example`` is an expression over ``EXAMPLE_ANSWERS`` and its value. ``page``
    is its name in the page's evaluator. The arguments of a ``lazy`` function are functions without arguments, which
    may raise NoValue.
    """

    name: str
    signature: str
    usage: Promise
    says: Promise
    words: Promise
    example: tuple[str, Any]
    run: Callable[..., Any]
    page: str
    lazy: bool = False

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return its arguments, the repeated one once."""
        return tuple(Parameter(group.rstrip("?*")) for group in self.signature.split())

    @property
    def least(self) -> int:
        """Return how many arguments it needs."""
        return sum(not group.endswith(("?", "*")) for group in self.signature.split())

    @property
    def most(self) -> int | None:
        """Return how many arguments it takes, None for any number."""
        groups = self.signature.split()
        return None if groups[-1].endswith("*") else len(groups)


_functions: dict[str, Function] = {}


def function(
    name: str,
    signature: str,
    *,
    usage: Promise,
    says: Promise,
    words: Promise,
    example: tuple[str, Any],
    page: str = "",
    lazy: bool = False,
) -> Callable[[Run], Run]:
    """Return the decorator that declares a function (see ``Function``). Raises TypeError on a name used twice."""

    def declare(run: Run) -> Run:
        if name in _functions:
            raise TypeError(f"{name} is declared twice")
        _functions[name] = Function(name, signature, usage, says, words, example, run, page or name, lazy)
        return run

    return declare


def functions() -> dict[str, Function]:
    """Return every function by name, in the order of the families' files."""
    if not _functions:
        package = import_module(_PACKAGE)
        for module in sorted(found.name for found in iter_modules(package.__path__)):
            import_module(f"{_PACKAGE}.{module}")
    return _functions


def families() -> Iterator[tuple[str, list[Function]]]:
    """Yield the name of each family's file and its functions, for the documentation."""
    by_family: dict[str, list[Function]] = {}
    for each in functions().values():
        by_family.setdefault(each.run.__module__.rpartition(".")[2], []).append(each)
    yield from by_family.items()
