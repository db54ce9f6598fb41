"""A question to add: where it goes, what is typed of it, what the boxes read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import FORM, PARTS, fields, page_at, pages
from parvis.catalogue.composition.reading import guess_type
from parvis.catalogue.field_types import registry
from parvis.common.errors import DomainError, NotFound
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form.choice_lines import read_lines
from parvis.studio.form.kinds import by_family, kinds
from parvis.studio.workbench import Workbench

GUESS = ""
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
    """A question as it is typed to be added."""

    label: str = ""
    code: str = GUESS
    required: bool = True
    choices: str = ""
    help: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def chosen(self) -> str:
        """Return the type chosen, else the one the label suggests."""
        if self.code in registry:
            return self.code
        return guess_type(self.label, len(read_lines(self.choices)))

    def question(self) -> dict[str, Any] | None:
        """Return the question to add; None when something is wrong, said in ``errors``."""
        code = self.chosen
        made: dict[str, Any] = {"type": code, "label": self.label, "help": self.help or None}
        if registry.get(code).asks and not self.required:
            made["required"] = False
        if "options" in registry.get(code).options:
            made["options"] = read_lines(self.choices) or None
            if made["options"] is None:
                self.errors["choices"] = [_("Écrivez les réponses proposées, une par ligne.")]
        if code in {"information", "agreement"}:
            made["text"] = self.choices or self.label
        if registry.get(code).nests:
            made["fields"] = []
        if not self.label and registry.get(code).labelled:
            self.errors["label"] = [_("Écrivez la question.")]
        if len(self.label) > LONGEST_LABEL:
            self.errors["label"] = [_("Écrivez au plus %(most)d caractères.") % {"most": LONGEST_LABEL}]
        return None if self.errors else {name: value for name, value in made.items() if value is not None}


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
        "families": by_family(kinds()),
        "where": where,
        "where_title": page_at(bench.definition, where.page, where.part).page.get("title", ""),
        "add_action": f"{bench.address('add')}?{where.query()}",
        "paste_href": f"{bench.address('paste')}?{where.query()}",
        "errors": [
            {"id": f"q-new-{name}", "text": text} for name, texts in typed.errors.items() for text in texts
        ],
        "said": said,
        "added_href": "",
        "choice_types": ",".join(one.code for one in registry if "options" in one.options),
    }


def _last(bench: Workbench, part: str) -> Where:
    """Return the end of the last page. Raises DomainError when there is no page at all."""
    found = list(pages(bench.definition, part))
    if not found:
        raise DomainError(_("Ce formulaire n’a pas encore d’étape. Ajoutez-en une d’abord."))
    return Where(part, found[-1].page["key"])
