"""A form tried for nothing: answers stay in the visitor's session, no file is kept, nobody receives anything."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from parvis.catalogue import blocks
from parvis.catalogue.composition.drawable import drawable
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.text import to_html
from parvis.catalogue.models import ProcedureVersion
from parvis.common.errors import NotFound
from parvis.studio.entrance import posted
from parvis.ui.fields import summary

KEY = "studio.trial"
GO, DRAWN = "_go", "_drawn"
LIGHTLY = ("search_field", "remove_file", blocks.ADD, blocks.REMOVE)
END = "_fin"
"""Stands for a page after the last; no page can be named so."""
MOST_TRIALS = 5


@dataclass(frozen=True)
class Trial:
    """A version tried by a visitor, with the answers given so far."""

    version: ProcedureVersion
    answers: dict[str, Any]

    @cached_property
    def form(self) -> engine.Form:
        """Return the form as far as it can be drawn."""
        return engine.compile_form(drawable(self.version.definition))

    @cached_property
    def seen(self) -> engine.Visibility:
        """Return what is asked, given the answers."""
        return engine.visibility(self.form, self.answers)

    def page(self, key: str) -> engine.Page:
        """Return a page, even one that the answers do not ask. Raises NotFound."""
        return self.form.page(key)

    def logic(self, key: str) -> dict[str, Any] | None:
        """Return what a page runs by itself to show and hide its questions, None when nothing on it can change."""
        return engine.page_logic(self.form, [self.page(key)], self.answers)

    def told(self, key: str) -> dict[str, Any]:
        """Return what the script of a page asks: what is shown, and what it cannot read by itself."""
        return {"shown": sorted(self.seen.questions), **engine.server_part(self.logic(key))}

    def first(self) -> str:
        """Return the first page asked. Raises NotFound when none is."""
        if not self.seen.pages:
            raise NotFound
        return self.seen.pages[0].key


def trial_of(request: HttpRequest, version: ProcedureVersion) -> Trial:
    """Return the trial of a version by this visitor."""
    kept = request.session.get(KEY, {})
    return Trial(version, dict(kept.get(str(version.pk), {})))


def keep(request: HttpRequest, trial: Trial) -> None:
    """Keep the answers of a trial for as long as the session lasts; the oldest of several trials goes."""
    kept = {key: value for key, value in request.session.get(KEY, {}).items() if key != str(trial.version.pk)}
    kept = dict(list(kept.items())[-(MOST_TRIALS - 1) :])
    request.session[KEY] = {**kept, str(trial.version.pk): trial.answers}


def forget(request: HttpRequest, version: ProcedureVersion) -> None:
    """Begin the trial again."""
    kept = request.session.get(KEY, {})
    kept.pop(str(version.pk), None)
    request.session[KEY] = kept


@dataclass(frozen=True)
class Turn:
    """What a posted page leads to: ``target`` is the page to go to, empty to stay on this one."""

    trial: Trial
    checked: engine.PageChecked | None
    target: str = ""


def turn(request: HttpRequest, trial: Trial, key: str) -> Turn:
    """Read and check what a page posts, keep it, and say where the button leads.

    As in life but for files: one that is asked is taken as given.
    """
    go = request.POST.get(GO, "next")
    if go == "again":
        forget(request, trial.version)
        return Turn(Trial(trial.version, {}), None, Trial(trial.version, {}).first())
    lightly = go != "next" or "X-Autosave" in request.headers or any(name in request.POST for name in LIGHTLY)
    drawn = request.POST[DRAWN].split(",") if DRAWN in request.POST else None
    checked = engine.check_page(
        trial.form, key, posted(request), trial.answers, drawn=drawn, complete=not lightly
    )
    errors = {name: said for name, said in checked.errors.items() if not _is_file(trial, name)}
    checked = replace(checked, errors={} if lightly else errors)
    now = Trial(trial.version, checked.answers)
    keep(request, now)
    if go == "previous":
        before = now.seen.previous_page(key)
        return Turn(now, checked, before.key if before else "")
    if lightly or not checked.is_complete:
        return Turn(now, checked)
    after = now.seen.next_page(key)
    return Turn(now, checked, after.key if after else END)


def _is_file(trial: Trial, name: str) -> bool:
    """Say whether an input takes files, which a trial does not keep."""
    _name, question = trial.form.find(name)
    return question is not None and bool(question.type.file_boxes(question, None))


def end_context(trial: Trial) -> dict[str, Any]:
    """Return what the end of a trial reads: the answers as they would be read again."""
    sections = engine.present(trial.form, trial.answers)
    rows = [
        {
            "title": one.title,
            "rows": [{"question": row.label, "lines": row.text.split("\n")} for row in one.rows],
        }
        for one in sections
    ]
    return {
        "title": trial.form.title,
        "sections": rows,
        "previous": trial.seen.pages[-1].key if trial.seen.pages else "",
    }


def page_context(
    trial: Trial, key: str, checked: engine.PageChecked | None, *, asked: str = ""
) -> dict[str, Any]:
    """Return what the template of a tried page reads. ``asked`` is the question one edits."""
    shown = trial.page(key)
    widgets = engine.page_widgets(trial.form, key, trial.answers, checked)
    drawn = [question for question in shown.questions if question.type.drawn]
    pages = [page.key for page in trial.seen.pages]
    place = pages.index(key) if key in pages else -1
    following = pages[place + 1] if 0 <= place < len(pages) - 1 else ""
    return {
        "title": trial.form.title,
        "page": shown,
        "description": to_html(shown.description),
        "fields": [
            {"key": question.key, "widget": widget, "current": question.key == asked}
            for question, widget in zip(drawn, widgets, strict=True)
        ],
        "hidden_question": _hidden(trial, shown, asked),
        "page_hidden": place < 0,
        "number": place + 1,
        "total": len(pages),
        "next_title": trial.page(following).title if following else "",
        "previous": pages[place - 1] if place > 0 else "",
        "next": following,
        "logic": trial.logic(key),
        "drawn": ",".join(
            question.key for question in shown.questions if question.key in trial.seen.questions
        ),
        "errors": _errors(widgets, checked) if checked else [],
        "exit": checked.exit if checked and checked.is_right else None,
    }


def _errors(widgets: list[Any], checked: engine.PageChecked) -> list[dict[str, str]]:
    return [
        *({"id": "", "text": said} for said in checked.broken),
        *(summary(widgets) if checked.errors else []),
    ]


def _hidden(trial: Trial, shown: engine.Page, asked: str) -> str:
    """Return the label of the question one edits when the answers hide it."""
    for question in shown.questions:
        if question.key == asked and question.key not in trial.seen.questions:
            return question.label
    return ""
