"""The whole form of a procedure on one sheet, as an agent fills it while someone speaks.

Same engine, same rules as on the portal, but for two things. Nobody is forced online (Défenseur des droits, 2019): an
e-mail address or a phone is never required here. A required question may wait, with the reason said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from parvis.catalogue.field_types import PostData, Question, Widget
from parvis.catalogue.file_boxes import Reference, file_boxes, files_of
from parvis.catalogue.file_limits import FileLimits
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
    def appeared(self) -> bool:
        """Return whether the answers brought questions that were not shown yet."""
        return any(page.appeared for page in self.checked.values())

    @property
    def kept_files(self) -> str:
        """Return the files already stored, signed, for the sheet to be sent again."""
        typed = {key: value for page in self.checked.values() for key, value in page.typed.items()}
        boxes = file_boxes(self.form.by_key.values(), {**self.answers, **typed})
        files = {
            box.name: box.files(self.answers.get(box.question.key), typed.get(box.question.key))
            for box in boxes
        }
        return signing.dumps({name: given for name, given in files.items() if given}, salt=_SALT)

    def sections(self) -> Iterator[tuple[engine.Page, list[Widget], bool]]:
        """Yield each page with its widgets, and whether it is asked now."""
        asked = {page.key for page in self.shown.pages}
        for page in self.form.pages:
            checked = self.checked.get(page.key)
            checked = replace(checked, answers=self.answers) if checked else None
            yield page, engine.page_widgets(self.form, page.key, self.answers, checked), page.key in asked

    def files(self) -> dict[str, list[Reference]]:
        """Return the files that the answers name, by question."""
        named = {key: files_of(question, self.answers.get(key)) for key, question in self.form.by_key.items()}
        return {key: files for key, files in named.items() if files}

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
    sheet = Sheet(form)
    refusals = _take_files(sheet, data, files)
    drawn = data.get(DRAWN, "").split(",")
    for page in form.pages:
        checked = engine.check_page(
            form, page.key, cast("PostData", data), sheet.answers, drawn=drawn, complete=complete
        )
        sheet.answers = checked.answers
        own = {question.key for question in page.questions}
        refused = {name: said for name, said in refusals.items() if name.partition(".")[0] in own}
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


def _kept(data: QueryDict) -> dict[str, list[Reference]]:
    """Return the files already stored, by the name of their box."""
    try:
        return dict(signing.loads(data.get(KEPT, ""), salt=_SALT, max_age=24 * 3600))
    except signing.BadSignature:
        return {}


def _take_files(
    sheet: Sheet, data: QueryDict, files: "MultiValueDict[str, UploadedFile[Any]]"
) -> dict[str, list[str]]:
    """Store the files given to each box, beside those it had; return the refusals, by box."""
    refusals: dict[str, list[str]] = {}
    kept = _kept(data)
    for box in file_boxes(sheet.form.by_key.values(), {}, cast("PostData", data)):
        given, refusals[box.name] = _stored(box.limits, files.getlist(box.name))
        if all_files := [*kept.get(box.name, []), *given]:
            key = box.question.key
            sheet.answers[key] = box.put(sheet.answers.get(key), all_files)
    return {name: said for name, said in refusals.items() if said}


def _stored(limits: FileLimits, given: Iterable["UploadedFile[Any]"]) -> tuple[list[Reference], list[str]]:
    """Store files; return their references, and why others were refused."""
    stored, refusals = [], []
    for upload in given:
        try:
            file = store_file(
                name=upload.name or "", content=upload, allowed=limits.accept, max_size=limits.max_size
            )
        except RefusedFile as refusal:
            refusals.append(_("« %(name)s » : %(why)s") % {"name": upload.name, "why": refusal})
            continue
        stored.append({"id": str(file.pk), "name": file.name, "size": file.size, "type": file.media_type})
    return stored, refusals
