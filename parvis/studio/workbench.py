"""One procedure under the builder's hands: what every page about it needs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.models import WRITABLE, Procedure, ProcedureVersion, VersionState
from parvis.common.errors import NotFound
from parvis.organisations.models import Organisation
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import Place, enter, frame
from parvis.studio.procedures.shown import TONES

NOTHING_WRITTEN = _("Aucune version de cette démarche n’est en préparation. Ouvrez-en une pour la modifier.")
# Name of the address, words, icon, whether there is something to see only while a version is written.
TABS: tuple[tuple[str, str | Promise, str, bool], ...] = (
    ("studio:editor", _("Questions"), "edit", True),
    ("studio:workflow", _("Parcours"), "transfer", False),
    ("studio:texts", _("Textes et règles"), "file", True),
    ("studio:remarks", _("Remarques"), "note", False),
    ("studio:trial", _("Essai"), "eye", True),
    ("studio:tests", _("Tests"), "check", False),
    ("studio:publication", _("Publier"), "check-circle", True),
    ("studio:history", _("Historique"), "clock", False),
)
OF_A_WORKFLOW = frozenset({"studio:tests"})
"""Tabs of procedures that have a workflow."""


@dataclass(frozen=True)
class Workbench:
    """A procedure of a body, and the version one looks at: the one being written, else what is published."""

    body: Organisation
    procedure: Procedure
    version: ProcedureVersion

    @property
    def code(self) -> str:
        """Return the procedure's code."""
        return self.procedure.code

    @property
    def writable(self) -> bool:
        """Return whether the version is being written."""
        return self.version.state in WRITABLE

    @cached_property
    def definition(self) -> Document:
        """Return the definition one looks at."""
        document: Document = self.version.definition
        return document

    @property
    def title(self) -> str:
        """Return the title of what one looks at."""
        return str(self.definition.get("title") or self.procedure.title)

    @property
    def state(self) -> VersionState:
        """Return the state of the version one looks at."""
        return VersionState(self.version.state)

    @property
    def first_page(self) -> str:
        """Return the key of the first page, empty when there is none."""
        held = self.definition.get("form", {}).get("pages", [])
        return str(held[0]["key"]) if held else "etape-1"

    @property
    def tone(self) -> str:
        """Return the tone of the state, as ``<c-chip>`` draws it."""
        return TONES[self.state][0]

    @property
    def icon(self) -> str:
        """Return the icon of the state."""
        return TONES[self.state][1]

    def address(self, name: str, *arguments: Any) -> str:
        """Return the address of a page about this procedure."""
        return reverse(f"studio:{name}", args=[self.body.slug, self.code, *arguments])


def open_workbench(request: BuilderRequest, body: str, code: str) -> Workbench:
    """Return a procedure of a body of the agent's, and the version to look at. Raises NotFound."""
    organisation = enter(request, body)
    procedure = queries.procedure(organisation, code)
    version = queries.version_to_show(procedure)
    version.procedure = procedure
    return Workbench(organisation, procedure, version)


def open_writing(request: BuilderRequest, body: str, code: str) -> Workbench:
    """Return a procedure whose next version is being written. Raises NotFound when none is."""
    bench = open_workbench(request, body, code)
    if not bench.writable:
        raise NotFound(NOTHING_WRITTEN)
    return bench


def bench_frame(request: BuilderRequest, bench: Workbench, **context: Any) -> dict[str, Any]:
    """Return the context of a page about a procedure: its own, its tabs, and what surrounds every page."""
    crumbs = [{"label": _("Démarches"), "href": reverse("studio:procedures", args=[bench.body.slug])}]
    return frame(request, bench=bench, tabs=_tabs(request, bench), crumbs=crumbs, **context)


def _tabs(request: BuilderRequest, bench: Workbench) -> list[Place]:
    hrefs = [
        (bench.address(name.partition(":")[2]), label, icon)
        for name, label, icon, writing in TABS
        if (bench.writable or not writing) and (name not in OF_A_WORKFLOW or "workflow" in bench.definition)
    ]
    here = max((href for href, *_rest in hrefs if request.path.startswith(href)), key=len, default="")
    return [Place(str(label), href, icon, href == here) for href, label, icon in hrefs]
