"""A question to add: where it goes, what is typed of it, what the boxes read."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.catalogue import list_queries
from parvis.catalogue.composition.places import FORM, PARTS, fields, page_at, pages
from parvis.catalogue.composition.questions import AFTER_YES
from parvis.catalogue.composition.reading import PAGE, Line, guess_type, read_form
from parvis.catalogue.field_types import registry
from parvis.common.errors import DomainError, NotFound
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form.choice_lines import read_lines
from parvis.studio.form.kinds import Kind, by_family, kinds, search
from parvis.studio.form.step import LONGEST_TITLE
from parvis.studio.workbench import Workbench

GUESS = ""
SHARED = "bloc:"
"""Begins what is chosen for a block that the body shares; its code follows."""
LONGEST_LABEL = 1000


@dataclass(frozen=True)
class Where:
    """Where a question goes: at the end of a page or of a block, or after another question."""

    part: str
    page: str
    after: str = ""
    block: str = ""

    def query(self) -> str:
        """Return the place as the address says it."""
        said = QueryDict(mutable=True)
        for name, value in (("etape", self.page), ("apres", self.after), ("bloc", self.block)):
            if value:
                said[name] = value
        if self.part != FORM:
            said["partie"] = self.part
        return said.urlencode()


@dataclass
class Adding:
    """A question as it is typed to be added: in boxes, or all on its line (« Loyer * /montant »)."""

    label: str = ""
    code: str = GUESS
    required: bool = True
    choices: str = ""
    help: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    def line(self) -> Line | None:
        """Return the question, or the step that « # » begins; None when something is wrong, said in ``errors``."""
        written = self._written()
        if written is None:
            return None
        kind = registry.get(written.kind) if written.kind != PAGE else None
        if not written.label and (kind is None or kind.labelled):
            self.errors["label"] = [_("Écrivez la question.")]
        if len(written.label) > (LONGEST_TITLE if kind is None else LONGEST_LABEL):
            most = LONGEST_TITLE if kind is None else LONGEST_LABEL
            self.errors["label"] = [_("Écrivez au plus %(most)d caractères.") % {"most": most}]
        if kind is not None and "options" in kind.options and not (written.choices or self.choices):
            self.errors["choices"] = [_("Écrivez les réponses proposées, une par ligne.")]
        return None if self.errors else written

    def question(self, line: Line) -> dict[str, Any]:
        """Return the question of the definition that a line is."""
        kind = registry.get(line.kind)
        made: dict[str, Any] = {"type": line.kind, "label": line.label, "help": self.help or None}
        if kind.asks and not line.required:
            made["required"] = False
        if "options" in kind.options:
            made["options"] = read_lines(self.choices or "\n".join(line.choices))
        if line.kind in {"information", "agreement"}:
            made["text"] = self.choices or line.label
        if line.after_yes is not None:
            made[AFTER_YES] = line.after_yes
        if kind.nests:
            made["fields"] = []
        return {name: value for name, value in made.items() if value is not None}

    def _written(self) -> Line | None:
        """Return the line as it says itself: its type, whether it must be answered, the answers it offers."""
        if self.code in registry:
            return Line(self.code, self.label, self.required)
        label, slash, words = self.label.partition(" /")
        if slash and words[:1].strip():
            found = search(words)
            if not found:
                said = _("Aucun type de réponse ne s’appelle « %(words)s ». Choisissez-le dans la liste.")
                self.errors["label"] = [said % {"words": words.strip()}]
                return None
            bare = read_form(label, required=self.required)
            return replace(bare[0], kind=found[0].code) if bare else Line(found[0].code, "", self.required)
        return self._guessed()

    def _guessed(self) -> Line:
        read = read_form(self.label, required=self.required)
        if len(read) == 1 and (read[0].kind != PAGE or self.label.startswith("#")):
            offered = len(read_lines(self.choices))
            return replace(read[0], kind=guess_type(read[0].label, offered)) if offered else read[0]
        return Line(guess_type(self.label, len(read_lines(self.choices))), self.label, self.required)


def where_of(request: BuilderRequest, bench: Workbench) -> Where:
    """Return where the address says to add; the end of the last page when it says nothing, or what is gone."""
    asked: Mapping[str, str] = {**request.GET.dict(), **request.POST.dict()}
    after, block = asked.get("apres", ""), asked.get("bloc", "")
    for place in fields(bench.definition):
        if place.address == after or (place.address == block and "fields" in place.field):
            page = place.page
            return Where(
                page.part, page.page["key"], after=after if place.address == after else "", block=block
            )
    part = asked.get("partie", FORM)
    part = part if part in PARTS else FORM
    try:
        return Where(part, page_at(bench.definition, asked.get("etape", ""), part).page["key"])
    except NotFound:
        return _last(bench, part)


def add_context(
    bench: Workbench, *, where: Where, typed: Adding | None = None, said: str = ""
) -> dict[str, Any]:
    """Return what the boxes of a new question read."""
    typed = typed or Adding()
    return {
        "adding": typed,
        "families": [*by_family(kinds()), *_shared(bench)],
        "where": where,
        "where_title": page_at(bench.definition, where.page, where.part).page.get("title", ""),
        "add_action": f"{bench.address('add')}?{where.query()}",
        "paste_href": f"{bench.address('paste')}?{where.query()}",
        "errors": [
            {"id": f"q-new-{name}", "text": text} for name, texts in typed.errors.items() for text in texts
        ],
        "said": said,
        "added_href": "",
        "out_href": _way_out(bench, where),
        "choice_types": ",".join(one.code for one in registry if "options" in one.options),
    }


def shared_question(bench: Workbench, code: str, label: str) -> dict[str, Any] | None:
    """Return a copy of a block that the body shares, named by its code; None when there is no such block."""
    for version in list_queries.blocks_of(bench.body):
        if version.block.code == code:
            own = copy.deepcopy(version.fields)
            return {"type": "block", "label": label or version.block.title, "fields": own, "block": code}
    return None


def _shared(bench: Workbench) -> list[tuple[str, list[Kind]]]:
    """Return the blocks that the body shares, as one more family of what may be added."""
    found = [
        Kind(
            f"{SHARED}{one.block.code}", one.block.title, "shared", _("Un bloc que vos démarches partagent.")
        )
        for one in list_queries.blocks_of(bench.body)
        if one.block.retired_at is None
    ]
    return [(_("Blocs partagés"), found)] if found else []


def _way_out(bench: Workbench, where: Where) -> str:
    """Return where the next question goes after the block one adds to, empty outside blocks."""
    block = where.block or where.after.rpartition(".")[0]
    out = Where(where.part, where.page, after=block)
    return f"{bench.address('add')}?{out.query()}" if block else ""


def _last(bench: Workbench, part: str) -> Where:
    """Return the end of the last page. Raises DomainError when there is no page at all."""
    found = list(pages(bench.definition, part))
    if not found:
        raise DomainError(_("Ce formulaire n’a pas encore d’étape. Ajoutez-en une d’abord."))
    return Where(part, found[-1].page["key"])
