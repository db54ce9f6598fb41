"""The whole form of a procedure on one sheet, as an agent fills it while someone speaks.

Same engine, same rules as on the portal, but for two things. Nobody is forced online (Défenseur des droits, 2019): an
e-mail address or a phone is never required here. A required question may wait, with the reason said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from parvis.catalogue.field_types import PostData, Question, Widget
from parvis.catalogue.file_limits import file_limits
from parvis.catalogue.forms import engine
from parvis.documents.errors import RefusedFile
from parvis.documents.services.store import store_file
from parvis.organisations.models import Organisation, TerritoryKind

DRAWN, KEPT = "_vues", "_fichiers"
"""Names that no question can have: the questions shown, and the files already stored (signed)."""
_SALT = "parvis.desk.entry.files"
_NEVER_REQUIRED = ("email", "phone")


@dataclass
class Sheet:
    """What was typed, page by page, and what is wrong with it."""

    form: engine.Form
    answers: dict[str, Any] = field(default_factory=dict)
    checked: dict[str, engine.PageChecked] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def shown(self) -> engine.Visibility:
        """Return the pages and questions asked now."""
        return engine.visibility(self.form, self.answers)

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is wrong and nothing new is asked."""
        return not self.errors and not self.appeared

    @property
    def file_keys(self) -> list[str]:
        """Return the questions about files that have some."""
        return [key for key in _file_keys(self.form) if self.answers.get(key)]

    @property
    def appeared(self) -> bool:
        """Return whether the answers brought questions that were not shown yet."""
        return any(page.appeared for page in self.checked.values())

    @property
    def kept_files(self) -> str:
        """Return the files already stored, signed, for the sheet to be sent again."""
        return signing.dumps({key: self.answers[key] for key in self.file_keys}, salt=_SALT)

    def sections(self) -> Iterator[tuple[engine.Page, list[Widget], bool]]:
        """Yield each page with its widgets, and whether it is asked now."""
        asked = {page.key for page in self.shown.pages}
        for page in self.form.pages:
            checked = self.checked.get(page.key)
            checked = replace(checked, answers=self.answers) if checked else None
            yield page, engine.page_widgets(self.form, page.key, self.answers, checked), page.key in asked

    def unanswered(self) -> list[str]:
        """Return the required questions left without answer."""
        seen = self.shown.questions
        asked = [self.form.by_key[key] for key in self.form.by_key if key in seen]
        return [
            question.label for question in asked if question.required and question.key not in self.answers
        ]


def for_agents(form: engine.Form) -> engine.Form:
    """Return the form as agents fill it: ways to be reached online are never required."""
    pages = tuple(replace(page, questions=tuple(map(_eased, page.questions))) for page in form.pages)
    return replace(form, pages=pages)


def prefilled(form: engine.Form, body: Organisation) -> dict[str, Any]:
    """Return the answers known before anyone speaks: the commune, when the body is one."""
    key, place = form.roles.get("municipality"), body.territory
    if key is None or place is None or place.kind != TerritoryKind.MUNICIPALITY:
        return {}
    return {key: {"code": place.code, "name": place.name}}


def read_sheet(
    form: engine.Form, data: QueryDict, files: "MultiValueDict[str, UploadedFile[Any]]", *, complete: bool
) -> Sheet:
    """Read and check a sheet; ``complete`` False lets required questions wait."""
    sheet = Sheet(form, answers=_kept(data))
    refusals = _take_files(sheet, files)
    drawn = data.get(DRAWN, "").split(",")
    for page in form.pages:
        checked = engine.check_page(
            form, page.key, cast("PostData", data), sheet.answers, drawn=drawn, complete=complete
        )
        sheet.answers = checked.answers
        own = {question.key for question in page.questions}
        refused = {key: said for key, said in refusals.items() if key in own}
        sheet.checked[page.key] = replace(checked, errors=checked.errors | refused)
    whole = engine.check_all(form, sheet.answers, complete=complete)
    sheet.errors = {name: said for page in sheet.checked.values() for name, said in page.errors.items()}
    if sheet.is_complete:
        sheet.answers, sheet.errors = whole.answers, whole.errors
    return sheet


def _eased(question: Question) -> Question:
    if question.type.code in _NEVER_REQUIRED:
        return replace(question, required=False)
    if question.type.code == "person":
        optional = {*question.options.get("optional", ["phone"]), *_NEVER_REQUIRED}
        options = {name: value for name, value in question.options.items() if name != "one_of"}
        return replace(question, options={**options, "optional": sorted(optional)})
    return question


def _file_keys(form: engine.Form) -> list[str]:
    return [key for key, question in form.by_key.items() if question.type.code == "file"]


def _kept(data: QueryDict) -> dict[str, Any]:
    try:
        return dict(signing.loads(data.get(KEPT, ""), salt=_SALT, max_age=24 * 3600))
    except signing.BadSignature:
        return {}


def _take_files(sheet: Sheet, files: "MultiValueDict[str, UploadedFile[Any]]") -> dict[str, list[str]]:
    """Store the files given to each question, beside those it had; return the refusals, by question."""
    refusals: dict[str, list[str]] = {}
    for key in _file_keys(sheet.form):
        limits = file_limits(sheet.form.by_key[key])
        for given in files.getlist(key):
            try:
                file = store_file(
                    name=given.name or "", content=given, allowed=limits.accept, max_size=limits.max_size
                )
            except RefusedFile as refusal:
                said = _("« %(name)s » : %(why)s") % {"name": given.name, "why": refusal}
                refusals.setdefault(key, []).append(said)
                continue
            reference = {"id": str(file.pk), "name": file.name, "size": file.size, "type": file.media_type}
            sheet.answers[key] = [*sheet.answers.get(key, []), reference]
    return refusals
