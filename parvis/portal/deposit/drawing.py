"""The page of a deposit as it is drawn: its widgets with what only this door knows, its step, its faults."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases import queries as cases
from parvis.catalogue.field_types import Widget, element_id, name_of, registry
from parvis.catalogue.file_boxes import files_of
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.text import to_html
from parvis.organisations.models import Organisation, OrganisationKind
from parvis.portal.deposit.way import Way
from parvis.ui.fields import every, focus_row, summary

FILES, MAPS = "fields/file.html", {"fields/point.html", "fields/shape.html"}
"""Templates that take what only a door knows: where files are sent, what a map is drawn on."""
Posted = Mapping[str, Any]
CLOSE, WIDE = 13, 8
"""Zoom of a map centred on a municipality, and on anything wider."""


def page_context(
    way: Way, shown: engine.Page, checked: engine.PageChecked, posted: Posted | None = None
) -> dict[str, Any]:
    """Return what the page's template reads."""
    drawn = widgets(way, shown, checked)
    focus_row(drawn.values(), posted or {})
    asked = [question.key for question in shown.questions if question.key in way.seen.questions]
    pages = [way.form.page(shown.key)]
    logic = engine.page_logic(way.form, pages, checked.answers, way.context, _seen(way, checked))
    faults = _summary(way, drawn) if checked.errors else []
    return {
        "way": way,
        "page": shown,
        "step": way.step(shown.key),
        "description": to_html(shown.description),
        "widgets": list(drawn.values()),
        "drawn": ",".join(asked),
        "logic": logic,
        "appeared": bool({name.partition(".")[0] for name in checked.appeared} & set(asked))
        and not checked.errors,
        "errors": [*faults, *({"id": "", "text": said} for said in checked.broken)],
        "back": way.before(shown.key),
        "title": way.form.title,
    }


def _seen(way: Way, checked: engine.PageChecked) -> engine.Visibility | None:
    """Return what is asked given the answers checked when it is known already: those of the draft."""
    return way.seen if checked.answers == way.draft.answers else None


def _summary(way: Way, drawn: dict[str, Any]) -> list[dict[str, str]]:
    """Return the faults of a page; a sentence that any question could say is told with its question, and what is
    wrong in a row with its row.
    """
    asked = {element_id(name): one.question.label for name, one in way.seen.asked.items()}
    labels = {widget.context.get("id"): str(widget.context.get("label")) for widget in every(drawn.values())}
    said_anywhere = {str(kind.missing()) for kind in registry}
    faults = summary(drawn.values())
    for fault in faults:
        if fault["text"] in said_anywhere:
            question = max(
                (one for one in asked if f"{fault['id']}-".startswith(f"{one}-")), key=len, default=""
            )
            words = dict.fromkeys((asked.get(question, ""), labels.get(fault["id"], "")))
            fault["text"] = _with_question(", ".join(filter(None, words)), fault["text"])
        row = engine.row_words(way.form, name_of(fault["id"]))
        if row:
            fault["text"] = _with_question(row, fault["text"])
    return faults


def _with_question(label: str, said: str) -> str:
    if label.endswith(("?", "!", ":", ".")):
        return f"{label} {said}"
    return _("%(question)s : %(fault)s") % {"question": label, "fault": said}


def widgets(way: Way, shown: engine.Page, checked: engine.PageChecked) -> dict[str, Any]:
    """Return the widgets of a page by question, those not asked yet hidden."""
    drawn = engine.page_widgets(
        way.form, shown.key, way.draft.answers, checked, context=way.context, seen=_seen(way, checked)
    )
    states = _file_states(way, shown)
    _say_who_told(way, shown, drawn)
    for widget in every(drawn):
        if widget.template == FILES:
            name = widget.context["name"]
            widget.context["upload_url"] = reverse(
                "portal:draft_upload", args=[way.draft.pk, shown.key, name]
            )
            widget.context["files"] = [
                {**file, "state": states.get(file["id"], "")} for file in widget.context["files"]
            ]
        elif widget.template in MAPS:
            widget.context.update(_map(way.draft.organisation))
        elif widget.context.get("linked") or "url" in widget.context:
            _lead_to_choices(way, shown, widget)
    return {widget.context["name"]: widget for widget in drawn}


def _say_who_told(way: Way, shown: engine.Page, drawn: list[Widget]) -> None:
    """Say under a question that its answer is what an identity provider told, and whether it may be changed."""
    told, by = way.draft.known.get("identity", {}), way.draft.known.get("told_by", {}).get("identity")
    if not by or not told:
        return
    prefills = {one.key: one.prefill for one in shown.questions if one.prefill}
    for widget in drawn:
        prefill = prefills.get(widget.context["name"])
        if prefill and prefill.source == "identity" and prefill.name in told:
            said = (
                _("Réponse donnée par %(provider)s.")
                if prefill.locked
                else _("Réponse donnée par %(provider)s. Vous pouvez la changer.")
            )
            help_text = widget.context.get("help") or ""
            widget.context["help"] = f"{help_text} {said % {'provider': by}}".strip()


def _lead_to_choices(way: Way, shown: engine.Page, widget: Widget) -> None:
    """Say where a question whose choices depend on others is drawn again, and where its list is searched."""
    address = reverse("portal:draft_question", args=[way.draft.pk, shown.key, widget.context["name"]])
    if widget.context.get("linked"):
        widget.context["linked_url"] = address
    if "url" in widget.context and not widget.context["url"]:
        widget.context["url"] = address


def _file_states(way: Way, shown: engine.Page) -> dict[str, str]:
    """Return what the antivirus said of each file of the page, in words."""
    answers = {**way.draft.answers, **way.draft.typed}
    if not any(files_of(question, answers.get(question.key)) for question in shown.questions):
        return {}
    return {str(file.pk): file.get_scan_state_display() for file in cases.files_of_draft(way.draft.pk)}


def _map(body: Organisation) -> dict[str, Any]:
    """Return where the map of a question opens: on the body, with the outline of its territory and tiles if any."""
    tiles = {
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION if settings.MAP_TILES else "",
    }
    if body.latitude is None or body.longitude is None:
        return tiles
    return {
        "center": (body.latitude, body.longitude),
        "zoom": CLOSE if body.kind == OrganisationKind.MUNICIPALITY else WIDE,
        "outlines": reverse("portal:outline", args=[body.slug]),
        **tiles,
    }


def fault_links(way: Way, checked: engine.Checked) -> list[dict[str, str]]:
    """Return the pages that still have something to put right, with where to go, for the review."""
    pages = {page.key: page for page in way.seen.pages}
    return [_fault_link(way, pages[key], checked) for key in checked.pages_at_fault if key in pages]


def _fault_link(way: Way, page: engine.Page, checked: engine.Checked) -> dict[str, str]:
    at_fault = {name.partition(".")[0] for name in checked.errors}
    wrong = page.key in checked.broken or any(question.key in at_fault for question in page.questions)
    if not wrong and page.key == checked.exit:
        label = _("%(page)s : vos réponses ne permettent pas d’envoyer cette demande")
        return {"href": way.exit_address(page.key), "label": label % {"page": page.title}}
    label = _("%(page)s : des réponses manquent ou sont à corriger")
    return {"href": f"{way.address(page.key)}?a-corriger", "label": label % {"page": page.title}}
