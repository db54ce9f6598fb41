"""The sheet as its template writes it."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from parvis.catalogue.field_types import Widget, name_of
from parvis.catalogue.forms import engine
from parvis.desk.entry.forms import EntryForm
from parvis.desk.entry.sheet import DRAWN, KEPT, Sheet, few_needed
from parvis.desk.forms import drawn
from parvis.desk.maps import around
from parvis.organisations.models import Organisation
from parvis.ui.fields import Widget as Drawn
from parvis.ui.fields import every, focus_row, summary

ARRIVAL = ("voie", "recue_le")
PERSON = (
    "prenom",
    "nom",
    "telephone",
    "courriel",
    "adresse",
    "organisme",
    "identifiant",
    "repondre",
    "accord",
    "preuve",
)
MISSING = ("dit", "incomplet", "pourquoi", "demander")


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form on the sheet; ``hidden`` while its condition does not hold."""

    key: str
    title: str
    description: str
    widgets: list[Widget]
    hidden: bool


def sheet_context(
    own: EntryForm, sheet: Sheet, posted: QueryDict, body: Organisation, code: str
) -> dict[str, Any]:
    """Return what the template of the sheet reads."""
    sections = [
        Section(page.key, page.title, page.description, _placed(widgets, body, code), not asked)
        for page, widgets, asked in sheet.sections()
    ]
    focus_row((widget for section in sections for widget in section.widgets), posted)
    asked = [widget for section in sections if not section.hidden for widget in section.widgets]
    said = summary(asked) if sheet.errors else []
    for fault in said:  # a sentence under a question of a row does not say which row
        row = engine.row_words(sheet.form, name_of(fault["id"]))
        fault["text"] = f"{row} : {fault['text']}" if row else fault["text"]
    said += [{"id": "", "text": sentence} for sentence in sheet.on_the_whole]
    return {
        "sections": sections,
        "logic": sheet.logic,
        "drawn": DRAWN,
        "arrival": _own(own, ARRIVAL),
        "person": _own(own, PERSON),
        "missing": _own(own, MISSING),
        "own": own,
        "errors": [*own.summary, *said] if own.is_bound else [],
        "appeared": sheet.appeared and not sheet.errors and sheet.few is None,
        "short": sheet.few is not None,
        "can_shorten": few_needed(sheet.form) is not None,
        "hidden_fields": [
            (own["cle"].html_name, own["cle"].value()),
            (DRAWN, ",".join(sheet.drawn_keys())),
            (KEPT, sheet.kept_files),
            *(
                (own[name].html_name, own[name].value() or "")
                for name in ("personne", "appel", "numero", "court")
            ),
        ],
    }


def few_context(sheet: Sheet, posted: QueryDict, body: Organisation, code: str) -> dict[str, Any]:
    """Return what draws a sheet of a few questions alone, without the agent's own part."""
    sections = [
        Section(page.key, page.title, "", _placed(widgets, body, code), not asked)
        for page, widgets, asked in sheet.sections()
    ]
    focus_row((widget for section in sections for widget in section.widgets), posted)
    said = summary([widget for section in sections for widget in section.widgets]) if sheet.errors else []
    said += [{"id": "", "text": sentence} for sentence in sheet.on_the_whole]
    hidden = [(DRAWN, ",".join(sheet.drawn_keys())), (KEPT, sheet.kept_files)]
    return {"sections": sections, "errors": said, "hidden_fields": hidden}


def _placed(widgets: list[Widget], body: Organisation, code: str) -> list[Widget]:
    """Open the maps on the body, and say where lists are searched: one that depends on the sheet's answers, by its
    button only.
    """
    for widget in every(widgets):
        if widget.template == "fields/point.html":
            widget.context.update(around(body))
        elif widget.context.get("url") == "" and not widget.context.get("linked"):
            name = widget.context["name"]
            widget.context["url"] = reverse("desk:entry_choices", args=[body.slug, code, name])
    return widgets


def block_context(
    sheet: Sheet, key: str, posted: QueryDict, body: Organisation, code: str
) -> dict[str, Any] | None:
    """Return what draws one repeated block again, for the script; None when the whole sheet must be drawn instead.

    Files already stored are named by their row: once one is removed, only the whole sheet says it right.
    """
    if sheet.files():
        return None
    for _page, widgets, _asked in sheet.sections():
        for widget in widgets:
            if widget.context["name"] == key:
                _placed([widget], body, code)
                focus_row([widget], posted)
                return {"widget": widget}
    return None


def _own(own: EntryForm, names: tuple[str, ...]) -> list[Drawn]:
    return [drawn(own[name]) for name in names if name in own.fields]
