"""One registry idiom for every extension point: a decorator, checked at import, filled by folder."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from threading import RLock
from typing import Generic, TypeVar

from parvis.common.errors import NotFound

T = TypeVar("T")


class Registry(Generic[T]):
    """Instances of the classes of one kind, by their ``code``.

    ``requires`` names the class attributes each must declare; a missing one or a code used twice fails at import,
    never at the first use. ``package`` is the folder whose modules are the entries: one new file, one new entry.
    Rooms above add the folder of their own entries with ``also``.
    """

    def __init__(
        self, kind: type[T], *, package: str | None, requires: tuple[str, ...] = ("code", "label")
    ) -> None:
        self.kind, self.requires = kind, requires
        self._waiting = [package] if package else []
        self._is_complete, self._is_importing = False, False
        self._lock = RLock()
        self._entries: dict[str, T] = {}

    def register(self, cls: type[T]) -> type[T]:
        """Class decorator that adds one entry. Raises TypeError when the class is incomplete."""
        if not issubclass(cls, self.kind):
            raise TypeError(f"{cls.__name__} is not a {self.kind.__name__}")
        missing = [name for name in self.requires if not getattr(cls, name, None)]
        if missing:
            raise TypeError(f"{cls.__name__} does not declare {', '.join(missing)}")
        code = str(getattr(cls, "code"))  # noqa: B009 - the kind's Protocol need not declare it
        if code in self._entries:
            raise TypeError(f"{cls.__name__} takes the code {code!r}, already taken")
        self._entries[code] = cls()
        return cls

    def discover(self) -> None:
        """Import every module of the folders once. Another thread waits: a registry half filled finds nothing."""
        if self._is_complete:
            return
        with self._lock:
            if self._is_importing:  # by this very thread: an entry reads its registry while it is imported
                return
            self._is_importing = True
            try:
                while self._waiting:
                    self._import(self._waiting.pop())
                self._is_complete = True
            finally:
                self._is_importing = False

    @staticmethod
    def _import(folder: str) -> None:
        package = import_module(folder)
        for module in sorted(iter_modules(package.__path__), key=lambda found: found.name):
            import_module(f"{folder}.{module.name}")

    def also(self, package: str) -> None:
        """Look for entries in another folder too. Called by a room when it starts."""
        with self._lock:
            self._waiting.append(package)
            self._is_complete = False

    def get(self, code: str) -> T:
        """Return the entry of that code. Raises NotFound."""
        self.discover()
        try:
            return self._entries[code]
        except KeyError:
            raise NotFound(f"{self.kind.__name__}: {code}") from None

    def __contains__(self, code: object) -> bool:
        self.discover()
        return code in self._entries

    def __iter__(self) -> Iterator[T]:
        self.discover()
        return iter(self._entries.values())

    def codes(self) -> list[str]:
        """Return the codes, in order of registration."""
        self.discover()
        return list(self._entries)
