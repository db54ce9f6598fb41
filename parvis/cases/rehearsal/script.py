"""The script of a test: what was answered, what people did and when, what outside systems said. Nothing of anyone.

A script is JSON: ``start`` (moment), ``channel``, ``answers``, ``calls`` (by place of the action), ``steps``. A step
has ``after`` (seconds since the step before) and ``do``: press, wait, event, signal, answer.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.models import Case, Consultation, ConsultationState, JournalEntry
from parvis.cases.services.standing import EVENTS
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.definition import Workflow
from parvis.common import clock

Script = dict[str, Any]
_RULES_PATHS = frozenset({
    "choice", "choice_grid", "multiple_choice", "yes_no", "number", "quantity", "percentage", "currency",
    "date", "date_range", "date_time", "time", "duration", "linked_choice", "table_choice", "ranking", "municipality",
})  # fmt: skip
"""Types whose answers say which way a case goes, and nothing of who asks; the others are drawn again."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.+Z-]{5,30})?")
_NOBODY = "00000000-0000-0000-0000-000000000000"
_KEPT = frozenset({"outcome", "direction", "due_on", "channel"})
"""Words of an entry that rule what follows; ids, names and reasons are left out, yes, no and counts stay."""
_GESTURES = frozenset(EVENTS) | {"closed", "withdrawn", "reopened"}
"""Entries of the journal that lead a case somewhere without a transition being pressed."""

NO_ANSWER = 503
"""Status kept for a call that failed for good."""
EVENT_WORDS: dict[str, Any] = {
    "message": gettext_lazy("message de la personne"),
    "pieces_asked": gettext_lazy("pièces demandées"),
    "pieces_received": gettext_lazy("pièces reçues"),
    "mended": gettext_lazy("forme corrigée"),
    "corrected": gettext_lazy("réponses corrigées"),
    "co_signed": gettext_lazy("signature donnée"),
    "decided": gettext_lazy("décision"),
    "service_answered": gettext_lazy("champs du service remplis"),
    "closed": gettext_lazy("clôture"),
    "withdrawn": gettext_lazy("retrait"),
    "reopened": gettext_lazy("reprise"),
}


def script_of(case: Case, flow: Workflow) -> Script:
    """Return the script of what a case has lived, names, texts and files replaced."""
    entries = list(JournalEntry.objects.filter(case=case).order_by("position"))
    start = case.received_at.replace(second=0, microsecond=0)  # to the second, it would lead back to its case
    with clock.standing_at(start):
        answers = unnamed(engine.compiled(case.version), case.answers)
        given = {
            key: unnamed(flow.forms[key], kept)
            for key, kept in case.track.get("forms", {}).items()
            if key in flow.forms
        }
    steps, last = [], 0
    for position, entry in enumerate(entries):
        step = _step(entry, entries[position:], case, flow, given)
        if step is not None:
            # Rounded from the start, not from step to step: a delay must be over when what it waited for came.
            at = max(_seconds(entry, start), last)
            steps.append({**step, "after": at - last})
            last = at
    return {
        "start": start.replace(
            second=0, microsecond=0
        ).isoformat(),  # a moment to the second leads back to its case
        "channel": str(case.channel),
        "answers": answers,
        "calls": _calls(case, flow, entries),
        "steps": steps,
    }


def script_from_nothing(form: engine.Form) -> Script:
    """Return the script of a case that someone just sent, with answers drawn: a test to write step by step."""
    start = clock.now().replace(microsecond=0)
    return {
        "start": start.isoformat(),
        "channel": "web",
        "answers": drawn_answers(form),
        "calls": {},
        "steps": [],
    }


def drawn_answers(form: engine.Form) -> dict[str, Any]:
    """Return answers drawn for every question of a form, always the same."""
    drawn = {key: _drawn(question) for key, question in form.by_key.items()}
    return {key: value for key, value in drawn.items() if value is not None}


def unnamed(form: engine.Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers without anything of anyone: what rules the way is kept, the rest is drawn."""
    kept = {}
    for key, question in form.by_key.items():
        if key in answers and not question.type.is_empty(answers[key]):
            value = _unnamed(question, answers[key])
            if value is not None:
                kept[key] = value
    return kept


def _unnamed(question: Question, value: Any) -> Any:
    """Return an answer that rules the way, another one in place of what is of someone. Of a birth, the year is kept."""
    if question.type.code not in _RULES_PATHS or question.sensitive:
        return _drawn(question)
    if question.options.get("birth"):
        return f"{str(value)[:4]}-01-01"
    return value


def sentence(step: Mapping[str, Any], flow: Workflow) -> str:
    """Return a step in words."""
    match step["do"]:
        case "press":
            label = label_of(step, flow)
            who = _("la personne") if step.get("by") == "person" else _("un agent")
            return _("%(who)s choisit « %(label)s »") % {"who": who, "label": label}
        case "wait":
            return _("le temps passe")
        case "signal":
            return _("un autre logiciel envoie « %(name)s »") % {"name": step["name"]}
        case "answer":
            granted = {
                True: _("un visa est accordé"),
                False: _("un visa est refusé"),
                None: _("un avis est donné"),
            }
            return granted[step.get("granted")]
    return _("il se passe : %(what)s") % {"what": EVENT_WORDS.get(step.get("kind", ""), step.get("kind", ""))}


def label_of(step: Mapping[str, Any], flow: Workflow) -> str:
    """Return the words of the transition that a step presses: those it had, when it is gone."""
    transition = flow.transitions.get(step["transition"])
    return transition.label if transition else str(step.get("label") or step["transition"])


def waited(seconds: int) -> str:
    """Return a time that passed in words, "" for less than a minute."""
    if seconds >= 86_400:
        days = round(seconds / 86_400)
        return ngettext("un jour après", "%(count)d jours après", days) % {"count": days}
    if seconds >= 3_600:
        hours = round(seconds / 3_600)
        return ngettext("une heure après", "%(count)d heures après", hours) % {"count": hours}
    minutes = round(seconds / 60) if seconds >= 60 else 0
    return (
        ngettext("une minute après", "%(count)d minutes après", minutes) % {"count": minutes}
        if minutes
        else ""
    )


def _drawn(question: Question) -> Any:
    return question.type.sample(question, Random(1))  # noqa: S311 - a draw, not a secret


def _step(
    entry: JournalEntry,
    following: list[JournalEntry],
    case: Case,
    flow: Workflow,
    given: Mapping[str, Any],
) -> Script | None:
    facts = entry.facts
    if entry.kind == "status_moved" and facts.get("cause") in {"button", "form"}:
        transition = flow.transitions.get(facts["transition"])
        answers = given.get(transition.form, {}) if transition else {}
        by = "agent" if entry.agent_id else "person"
        pressed = {"do": "press", "transition": facts["transition"], "label": facts.get("label", "")}
        return {**pressed, "by": by, "answers": answers}
    if _came_by_itself(entry):
        return {"do": "wait"}
    if entry.kind == "signal_received":
        said = _codes(case.track.get("results", {}).get(facts["name"], {}), flow)
        return {"do": "signal", "name": facts["name"], "said": said}
    if entry.kind == "consultation_answered":
        return _answer(facts)
    if entry.kind in _GESTURES and _is_a_gesture(entry, following):
        return {"do": "event", "kind": entry.kind, "facts": _plain(facts), "state": _state_after(following)}
    return None


def _seconds(entry: JournalEntry, start: datetime) -> int:
    """Return how long after the start an entry was written; an implied decision is dated of the second before it."""
    return round((entry.at - start).total_seconds()) + 2 * (entry.kind == "implied")


def _came_by_itself(entry: JournalEntry) -> bool:
    """Say whether an entry is of what comes when its moment has come: a timer, silence, an opinion not given."""
    moved = entry.kind == "status_moved" and entry.facts.get("cause") in {"delay", "date"}
    return moved or entry.kind in {"implied", "opinion_lapsed"}


def _answer(facts: Mapping[str, Any]) -> Script | None:
    row = Consultation.objects.filter(pk=facts["consultation"]).first()
    if row is None or facts.get("state") == "delegated":
        return None
    granted = {ConsultationState.GRANTED: True, ConsultationState.REFUSED: False}.get(
        ConsultationState(facts["state"])
    )
    return {"do": "answer", "ask": row.ask, "granted": granted}


def _is_a_gesture(entry: JournalEntry, following: list[JournalEntry]) -> bool:
    """Say whether an entry led somewhere by itself: the next move is a gesture's or an event's, not a transition's."""
    if entry.kind == "message" and entry.facts.get("direction") != "inbound":
        return False
    move = next((each for each in following if each.kind == "status_moved"), None)
    return move is not None and move.facts.get("cause") in {"event", "gesture"}


def _state_after(following: list[JournalEntry]) -> str:
    """Return the legal state that a gesture led to, "" when it changed none."""
    for each in following[:6]:
        if each.kind == "moved":
            return str(each.facts["to"])
        if each.kind == "status_moved":
            break
    return ""


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry says that rules what follows, and nothing that leads back to anyone."""
    kept = {key: each for key, each in facts.items() if isinstance(each, bool | int) or key in _KEPT}
    return {**kept, "request": _NOBODY} if "request" in facts else kept


def _calls(case: Case, flow: Workflow, entries: list[JournalEntry]) -> dict[str, list[dict[str, Any]]]:
    """Return what outside systems answered, by the key of the action that called them."""
    results = case.track.get("results", {})
    failed = {entry.facts.get("action") for entry in entries if entry.kind == "action_failed"}
    found = {}
    for step in flow.steps():
        if step.action.code == "call_web_service" and step.key in results:
            kept = dict(results[step.key])
            status = kept.pop("status", 200)
            found[step.key] = [{"status": status, "document": _codes(kept, flow)}]
        elif step.action.code == "call_web_service" and step.name in failed:
            found[step.key or step.place] = [{"status": NO_ANSWER, "document": {}}]
    return found


def _codes(value: Any, flow: Workflow) -> Any:
    """Return a document of an outside system with its numbers, booleans and dates, and the words that the workflow
    itself writes; the others are emptied.
    """
    if isinstance(value, dict):
        return {key: _codes(each, flow) for key, each in value.items()}
    if isinstance(value, list):
        return [_codes(each, flow) for each in value]
    if isinstance(value, str):
        return value if _DAY.fullmatch(value) or _is_written(value, flow) else ""
    return value


def _is_written(word: str, flow: Workflow) -> bool:
    """Say whether a word is one that a formula of the workflow compares answers with."""
    return any(f"{quote}{word}{quote}" in flow.source for quote in ('\\"', "'"))
