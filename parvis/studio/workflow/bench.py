"""The workflow under the builder's hands: its whole document, its kinds of parts, the addresses of its screens."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.keeping import whole
from parvis.catalogue.composition.workflow.parts import keys_of, part_at, words_of
from parvis.catalogue.composition.workflow.steps import step_at
from parvis.catalogue.services.editing import Edit
from parvis.catalogue.workflows.actions import actions
from parvis.catalogue.workflows.resolving import ready_made
from parvis.common.errors import NotFound
from parvis.studio.entrance import BuilderRequest
from parvis.studio.workbench import Workbench, open_workbench, open_writing
from parvis.studio.workflow.action import ActionEditor
from parvis.studio.workflow.boxes import Known
from parvis.studio.workflow.of_body import OF_BODY
from parvis.studio.workflow.places import address_of
from parvis.studio.workflow.status import StatusEditor
from parvis.studio.workflow.transition import TransitionEditor
from parvis.studio.workflow.words import FormEditor, FunctionEditor, TemplateEditor

Editor = StatusEditor | TransitionEditor | FunctionEditor | TemplateEditor | FormEditor


@dataclass(frozen=True)
class Section:
    """A kind of parts: its names, what edits it and draws its panel."""

    title: str | Promise
    adding: str | Promise
    kept: str | Promise
    editor: Any
    template: str


SECTIONS: dict[str, Section] = {
    "statuses": Section(_("Étape"), _("Ajouter une étape"), _("Étape enregistrée."), StatusEditor, "status"),
    "transitions": Section(
        _("Suite"), _("Ajouter une suite"), _("Suite enregistrée."), TransitionEditor, "transition"
    ),
    "functions": Section(
        _("Fonction"),
        _("Ajouter une fonction"),
        _("Fonction enregistrée."),
        FunctionEditor,
        "function",
    ),
    "templates": Section(
        _("Modèle de message"),
        _("Ajouter un modèle"),
        _("Modèle enregistré."),
        TemplateEditor,
        "template",
    ),
    "forms": Section(
        _("Formulaire"),
        _("Ajouter un formulaire"),
        _("Formulaire enregistré."),
        FormEditor,
        "form",
    ),
}


@dataclass(frozen=True)
class Flow:
    """A procedure with its workflow, whole. ``document`` is empty when it has none."""

    bench: Workbench

    @cached_property
    def document(self) -> Document:
        """Return the whole workflow."""
        return whole(self.bench.definition) or {}

    @property
    def exists(self) -> bool:
        """Return whether the procedure has a workflow."""
        return "workflow" in self.bench.definition

    @property
    def follows(self) -> str:
        """Return the title of the ready-made workflow it stands on, "" when it stands alone."""
        used = self.bench.definition.get("workflow", {}).get("use", "")
        return str(ready_made().get(used, {}).get("title", ""))

    @cached_property
    def known(self) -> Known:
        """Return what settings may name."""
        return Known(self.bench.definition, self.document)

    def known_for(self, code: str) -> Known:
        """Return what the settings of an action may name: those of the body are looked up only when it needs them."""
        keys = {each.key for each in actions.get(code).settings} if code in actions else set()
        body = self.bench.body
        found = {key: list(find(body)) for key, find in OF_BODY.items() if key in keys}
        return replace(self.known, of_body=found)

    def part(self, part: str, key: str) -> Document:
        """Return a part. Raises NotFound."""
        own = dict(part_at(self.document, part, key)) if self.exists else None
        if own is None:
            raise NotFound
        return {**own, "key": key}

    def label(self, part: str, key: str) -> str:
        """Return the words of a part. Raises NotFound."""
        return words_of(self.document, part, key)

    def editor(self, part: str, own: Document) -> Any:
        """Return what reads, writes and draws a part."""
        return SECTIONS[part].editor(self.known, own)

    def action_editor(self, part: str, key: str, rank: int) -> ActionEditor:
        """Return what reads, writes and draws an action. Raises NotFound."""
        step = step_at(self.document, part, key, rank)
        return ActionEditor(self.known_for(step["do"]), step)

    def keys(self, part: str) -> list[str]:
        """Return the keys of the parts of a kind."""
        return keys_of(self.document, part)

    def address(self, target: str = "") -> str:
        """Return the address of what a gesture leaves under the eyes (``places.address_of``)."""
        return address_of(self.bench, target)

    def panel(self, target: str = "") -> str:
        """Return the address of what is under the eyes on a small screen too, where the list comes before it."""
        return f"{self.address(target)}#panneau"

    def after(self, edit: Edit) -> "Flow":
        """Return the workflow as a gesture left it."""
        return Flow(Workbench(self.bench.body, self.bench.procedure, edit.version))


def open_flow(request: BuilderRequest, body: str, code: str, *, writing: bool = True) -> Flow:
    """Return the workflow of a procedure of the agent's. Raises NotFound."""
    return Flow((open_writing if writing else open_workbench)(request, body, code))
