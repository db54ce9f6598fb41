"""What an importer declares, and the registry of them: one new file or folder here is one new importer.

    @register
    class Publik(Importer):
        code, label = "publik", _("Publik (w.c.s.)")

        def recognises(self, file): return file.name.endswith(".wcs")
        def read(self, files, *, report): ...

``read`` is given every file at once, since forms refer to blocks and to data sources. It opens a ``FileReport`` for
each of them (``report.file``), says in it whatever it took, changed and left, and refuses a bad file there
(``refused``) rather than raise: the other files are still read. It writes nothing and asks nothing of the network.

The documents it returns:

- *definitions*: ``parvis-procedure/1``. Several of one code are its successive versions, oldest first. What the
  format requires in law (``law``, ``data_notice``, ``other_ways``…) is left out when the source says nothing of it:
  such a definition becomes a draft, which cannot be published until it is completed.
- *tables* (reference tables): ``{"code", "title", "columns": [{"key", "label"}], "rows": [{"code", "label",
  "columns": {…}}]}``, a row may have ``valid_from`` and ``valid_until`` (ISO dates);
- *sources* (remote data sources): ``{"code", "title", "url", …}``;
- *blocks* (shared blocks): ``{"code", "title", "fields": […]}``;
- *media*: images, videos and captions, with the code by which definitions name each and the name people gave it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise

from parvis.catalogue.imports.report import Report
from parvis.common.registry import Registry

PEOPLE = frozenset({"person", "mandatary", "handler", "assignee", "manager", "referent", "agents", "payer"})
"""What a role of the source may be here."""
TEAM = "team:"
"""What begins the name of a team that a role of the source is here."""
Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file given to an import: its name (with its folder, or that of the archive it came in) and its bytes.

    ``asked``: somebody named it, rather than the folder or the archive it is in.
    """

    name: str
    content: bytes = field(repr=False)
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A document made of a file."""

    file: str
    document: dict[str, Any]

    @property
    def code(self) -> str:
        """Return the code the document goes by."""
        return str(self.document["code"])


@dataclass(frozen=True, slots=True)
class Medium:
    """An image, a video or captions that definitions name by ``code``; ``name`` is what people called the file."""

    file: str
    code: str
    name: str
    content: bytes = field(repr=False)


@dataclass
class Imported:
    """What files became, and the report of it."""

    report: Report
    definitions: list[Item] = field(default_factory=list)
    tables: list[Item] = field(default_factory=list)
    sources: list[Item] = field(default_factory=list)
    blocks: list[Item] = field(default_factory=list)
    media: list[Medium] = field(default_factory=list)
    kind: str = ""
    given: dict[str, SourceFile] = field(default_factory=dict)
    """Files that later imports may need, by what they hold."""
    joined: list[Item] = field(default_factory=list)
    """Procedures imported earlier, made again with what is given now."""
    joined_blocks: list[Item] = field(default_factory=list)
    """Shared blocks imported earlier, made again with what is given now."""
    superseded: dict[str, str] = field(default_factory=dict)
    """What the files taken in earlier, and read again, are of now: code of the procedure, by name of the file."""


class Importer:
    """Base of importers."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]

    def recognises(self, file: SourceFile) -> bool:
        """Return whether a file, by its name and first bytes, is one this importer reads."""
        raise NotImplementedError

    def knowing(self, roles: Mapping[str, str]) -> "Importer":  # noqa: ARG002 - most sources have no role
        """Return this importer told what roles of the source are here: by name, one of ``PEOPLE`` or ``team:NAME``."""
        return self

    def identity(self, file: SourceFile) -> str:  # noqa: ARG002 - most products have no such objects
        """Return what object a file holds, "" when later imports do not need it."""
        return ""

    def beside(self, given: Sequence[SourceFile], kept: Sequence[SourceFile]) -> list[SourceFile]:  # noqa: ARG002
        """Return those of the files taken in earlier that must be read with those given now."""
        return []

    def read(self, files: Sequence[SourceFile], *, report: Report, progress: Progress) -> Imported:
        """Return what the files become. Raises nothing: a bad file is refused in the report."""
        raise NotImplementedError


registry: Registry[Importer] = Registry(Importer, package="parvis.catalogue.imports")
register = registry.register
