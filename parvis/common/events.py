"""Down is a function call, up is an event: frozen dataclasses of ids, published inside the transaction."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

E = TypeVar("E", bound="Event")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, told to the rooms above. Ids only, so that a late reader sees the present."""


_subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Decorator: call the function at each event of that kind. It writes its rows or defers a job, never vetoes."""

    def add(function: Callable[[E], None]) -> Callable[[E], None]:
        _subscribers[kind].append(function)
        return function

    return add


def publish(event: Event) -> None:
    """Tell every subscriber, in this transaction."""
    for function in _subscribers[type(event)]:
        function(event)
