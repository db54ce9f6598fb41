"""One value read as if it had been posted: how what another door says becomes what someone would have typed."""

from collections.abc import Iterator
from typing import Any

from parvis.catalogue.field_types import PostData

NAME = "said"
"""The input under which it is read."""


def as_posted(value: Any) -> PostData:
    """Return a value as the post of one input named « said », nothing for its parts."""
    return _Said({True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value))


class _Said:
    """The post of one input."""

    def __init__(self, value: str) -> None:
        self.value = value

    def get(self, key: str, default: str = "", /) -> Any:
        """Return the value for the input itself, nothing for its parts."""
        return self.value if key == NAME else default

    def getlist(self, key: str, /) -> list[Any]:
        """Return the value alone."""
        return [self.value] if key == NAME else []

    def __iter__(self) -> Iterator[str]:
        return iter([NAME])
