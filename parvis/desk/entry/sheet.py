"""The whole form of a procedure on one sheet, as an agent fills it while someone speaks.

Same engine, same rules as on the portal, but for two things. Nobody is forced online (Défenseur des droits, 2019): an
e-mail address or a phone is never required here. A required question may wait, with the reason said.
"""

from collections.abc import Iterable, Iterator, Sequence
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
SHORT_ENOUGH = 6
"""Questions that one asks on the telephone in any case."""
_NEVER_REQUIRED = ("email", "phone")


@dataclass
class Sheet:
    """What was typed, page by page, and what is wrong with it."""

    form: engine.Form
    answers: dict[str, Any] = field(default_factory=dict)
    checked: dict[str, engine.PageChecked] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    context: engine.Context = field(default_factory=engine.Context)
    on_the_whole: list[str] = field(default_factory=list)
    """What no question says alone: the rules of pages, an end of the way."""
    few: frozenset[str] | None = None
    """The questions of a short entry, None for all of them."""

    @property
    def shown(self) -> engine.Visibility:
        """Return the pages and questions asked now."""
        return engine.visibility(self.form, self.answers, self.context)

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is wrong and nothing new is asked, but in a short entry, which asks no more."""
        more = self.appeared and self.few is None
        return not self.errors and not more and not self.on_the_whole

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
        asked = {page.key: page for page in self.shown.pages}
        for page in self.form.pages:
            checked = replace(self._checked(page), answers=self.answers)
            widgets = engine.page_widgets(self.form, page.key, self.answers, checked, context=self.context)
            if self.few is None:
                yield asked.get(page.key, page), widgets, page.key in asked
            elif drawn := [widget for widget in widgets if widget.context["name"] in self.few]:
                yield asked.get(page.key, page), drawn, page.key in asked

    def _checked(self, page: engine.Page) -> engine.PageChecked:
        """Return what a page gave, or what stands in its boxes at first."""
        if page.key in self.checked:
            return self.checked[page.key]
        typed = engine.first_typed(self.form, page, self.answers, self.context)
        return engine.PageChecked(self.answers, typed=typed)

    @property
    def logic(self) -> dict[str, Any] | None:
        """Return what the sheet runs by itself to show and hide questions, None when nothing on it can change."""
        if self.few is not None:
            return None
        return engine.page_logic(self.form, self.form.pages, self.answers)

    def files(self) -> dict[str, list[Reference]]:
        """Return the files that the answers name, by question."""
        named = {key: files_of(question, self.answers.get(key)) for key, question in self.form.by_key.items()}
        return {key: files for key, files in named.items() if files}

    def drawn_keys(self) -> list[str]:
        """Return the questions that the sheet shows: what it reads back when it is sent."""
        shown = self.shown.questions
        return sorted(shown if self.few is None else self.few & set(shown))

    def unanswered(self) -> list[str]:
        """Return the required questions left without answer, those of rows with their row."""
        return [
            ", ".join(filter(None, (engine.row_words(self.form, one.name), one.question.label)))
            for one in self.shown.asked.values()
            if one.question.required and one.value is None and not one.question.children
        ]


def few_needed(form: engine.Form) -> frozenset[str] | None:
    """Return the questions without which nobody knows who asks what and where; None when the form is short enough.

    The others are asked later, from the person: a call is no place for forty questions.
    """
    asking = [one for one in form.by_key.values() if one.type.asks]
    if len(asking) <= SHORT_ENOUGH:
        return None
    named = set(form.roles.values()) | (set(form.subject.names) if form.subject else set())
    named |= {name for formula in form.contact.values() for name in formula.names}
    kept = {one.key for one in asking if one.key in named}
    return frozenset(kept) if len(kept) < len(asking) else None


def for_agents(form: engine.Form, *, short: bool = False) -> engine.Form:
    """Return the form as agents fill it: ways to be reached online are never required, nor a first name in short."""
    free = (*_NEVER_REQUIRED, "first_name") if short else _NEVER_REQUIRED
    pages = tuple(
        replace(page, questions=tuple(_eased(one, free) for one in page.questions)) for page in form.pages
    )
    return replace(form, pages=pages)


def prefilled(form: engine.Form, body: Organisation) -> dict[str, Any]:
    """Return the answers known before anyone speaks: the commune, when the body is one."""
    key, place = form.roles.get("municipality"), body.territory
    if key is None or place is None or place.kind != TerritoryKind.MUNICIPALITY:
        return {}
    return {key: {"code": place.code, "name": place.name}}


def read_sheet(
    form: engine.Form,
    data: QueryDict,
    files: "MultiValueDict[str, UploadedFile[Any]]",
    *,
    complete: bool,
    context: engine.Context,
    answers: dict[str, Any] | None = None,
    few: frozenset[str] | None = None,
) -> Sheet:
    """Read and check a sheet; ``complete`` False lets required questions wait. ``answers`` are the former ones."""
    sheet = Sheet(form, answers=dict(answers or {}), context=context, few=few)
    refusals = _take_files(sheet, data, files)
    drawn = data.get(DRAWN, "").split(",")
    for page in form.pages:
        checked = engine.check_page(
            form,
            page.key,
            cast("PostData", data),
            sheet.answers,
            drawn=drawn,
            complete=complete,
            context=context,
        )
        sheet.answers = checked.answers
        own = {question.key for question in page.questions}
        refused = {name: said for name, said in refusals.items() if name.partition(".")[0] in own}
        sheet.checked[page.key] = replace(checked, errors=checked.errors | refused)
    sheet.errors = {name: said for page in sheet.checked.values() for name, said in page.errors.items()}
    _check_whole(sheet, complete=complete)
    return sheet


def _check_whole(sheet: Sheet, *, complete: bool) -> None:
    """Check the sheet as a whole once its pages are right; an agent may still register one that is not complete."""
    if not sheet.is_complete:
        return
    whole = engine.check_all(sheet.form, sheet.answers, complete=complete, context=sheet.context)
    sheet.on_the_whole = [said for sentences in whole.broken.values() for said in sentences]
    if whole.exit:
        end = engine.way_out(sheet.form, whole.exit, sheet.answers, sheet.context)
        sheet.on_the_whole += [end.title] if end else []
    sheet.errors = whole.errors
    if sheet.is_complete:
        sheet.answers = whole.answers


def _eased(question: Question, free: Sequence[str]) -> Question:
    if question.children:
        return replace(question, children=tuple(_eased(one, free) for one in question.children))
    if question.type.code in _NEVER_REQUIRED:
        return replace(question, required=False)
    if question.type.code == "person":
        optional = {*question.options.get("optional", ["phone"]), *free}
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
    for box in file_boxes(sheet.form.by_key.values(), sheet.answers, cast("PostData", data)):
        given, refusals[box.name] = _stored(box.limits, files.getlist(box.name))
        key = box.question.key
        if all_files := [*(kept.get(box.name) or box.files(sheet.answers.get(key))), *given]:
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
