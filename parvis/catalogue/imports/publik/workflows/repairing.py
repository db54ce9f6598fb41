"""The last check of a workflow: the smallest part that our check refuses goes, and is told."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.forms.remarks import Remark
from parvis.catalogue.imports.report import FileReport, What

MOST_REPAIRS = 60
_MARKS = re.compile(r"\{\{.*?\}\}", re.S)
_LOOSE = ("condition", "checks", "prefill", "default")


def repair(definition: dict[str, Any], report: FileReport) -> None:
    """Take out of the workflow of a definition what our check refuses; what cannot be repaired stays wrong."""
    for _turn in range(MOST_REPAIRS):
        wrong = next(
            (
                one
                for one in lint(definition)
                if one.level is Level.ERROR and one.pointer.startswith("/workflow")
            ),
            None,
        )
        if wrong is None or not _repaired(definition["workflow"], wrong, report):
            return


def _repaired(workflow: dict[str, Any], wrong: Remark, report: FileReport) -> bool:
    steps: list[Any] = [int(step) if step.isdigit() else step for step in wrong.pointer.split("/")[2:]]
    match steps:
        case [
            ("statuses" | "transitions") as name,
            int(place),
            ("on_arrival" | "actions") as part,
            int(rank),
            *_rest,
        ]:
            return _without_action(workflow[name][place], part, rank, wrong, report)
        case ["statuses", int(place), *rest]:
            return _in_status(workflow, place, rest, wrong, report)
        case ["transitions", int(place), *rest]:
            return _in_transition(workflow, place, rest, wrong, report)
        case ["templates", str(key), *_rest]:
            return _plain(workflow["templates"], key, wrong, report)
        case ["forms", str(key), *_rest]:
            return _loosened(workflow["forms"][key], wrong, report)
        case _:
            return False


def _in_status(
    workflow: dict[str, Any], place: int, rest: list[Any], wrong: Remark, report: FileReport
) -> bool:
    match rest:
        case ["notices", int(rank), *_rest]:
            return _gone(workflow["statuses"][place]["notices"], rank, wrong, report)
        case [str(part), *_rest] if part not in ("key", "label", "state"):
            return _gone(workflow["statuses"][place], part, wrong, report)
        case _:
            return _status(workflow, place, wrong, report)


def _in_transition(
    workflow: dict[str, Any], place: int, rest: list[Any], wrong: Remark, report: FileReport
) -> bool:
    match rest:
        case ["condition"]:
            return _by_hand(workflow["transitions"][place], wrong, report)
        case [("help" | "confirm" | "grouped") as part]:
            return _gone(workflow["transitions"][place], part, wrong, report)
        case _:
            return _transition(workflow, place, wrong, report)


def _gone(holder: Any, part: Any, wrong: Remark, report: FileReport) -> bool:
    taken = holder.pop(part)
    report.left(
        str(part), place=wrong.place, what=json.dumps(taken, ensure_ascii=False), reason=wrong.message
    )
    return True


def _without_action(holder: dict[str, Any], part: str, rank: int, wrong: Remark, report: FileReport) -> bool:
    taken = holder[part].pop(rank)
    _uncount(report, What.ACTIONS)
    report.left(
        What.ACTIONS, place=wrong.place, what=json.dumps(taken, ensure_ascii=False), reason=wrong.message
    )
    return True


def _transition(workflow: dict[str, Any], place: int, wrong: Remark, report: FileReport) -> bool:
    taken = workflow["transitions"].pop(place)
    _uncount(report, What.TRANSITIONS)
    report.left(What.TRANSITIONS, place=wrong.place, what=taken["label"], reason=wrong.message)
    return True


def _by_hand(transition: dict[str, Any], wrong: Remark, report: FileReport) -> bool:
    taken = transition.pop("condition")
    _uncount(report, What.CONDITIONS)
    report.left(What.CONDITIONS, place=wrong.place, what=taken, reason=wrong.message)
    if transition.get("when", {"on": "button"})["on"] not in ("button", "form"):
        transition["who"] = ["handler"]
        transition.pop("when")
    return True


def _status(workflow: dict[str, Any], place: int, wrong: Remark, report: FileReport) -> bool:
    """End a status from which nothing leads; take out one to which nothing leads."""
    status = workflow["statuses"][place]
    if (
        not status.get("final")
        and place
        and any(each["to"] == status["key"] for each in workflow["transitions"])
    ):
        status["final"], status["state"] = True, "closed"
        report.changed(place=wrong.place, what=status["label"], how=_("rien n’en sort : le parcours y finit"))
        return True
    if status["key"] == workflow.get("first"):
        return False
    workflow["statuses"].pop(place)
    for each in workflow["transitions"]:
        if isinstance(each["from"], list):
            each["from"] = [key for key in each["from"] if key != status["key"]]
    workflow["transitions"] = [
        each for each in workflow["transitions"] if each["from"] and each["to"] != status["key"]
    ]
    report.left(What.STATUSES, place=wrong.place, what=status["label"], reason=wrong.message)
    return True


def _plain(templates: dict[str, Any], key: str, wrong: Remark, report: FileReport) -> bool:
    """Have a template recall nothing: its words stay."""
    written = json.dumps(templates[key], ensure_ascii=False)
    plain = _MARKS.sub("…", written)
    if plain == written:
        return False
    templates[key] = json.loads(plain)
    report.left(What.TEMPLATES, place=wrong.place, what=key, reason=wrong.message)
    return True


def _loosened(form: dict[str, Any], wrong: Remark, report: FileReport) -> bool:
    """Have the questions of a form stand alone: without condition, rule nor value known before."""
    taken = {
        f"{field['key']}/{part}": field.pop(part)
        for field in form["fields"]
        for part in _LOOSE
        if part in field
    }
    if not taken:
        return False
    report.left("form", place=wrong.place, what=json.dumps(taken, ensure_ascii=False), reason=wrong.message)
    return True


def _uncount(report: FileReport, what: What) -> None:
    """Take back something that was counted as understood: ``left`` counts it again."""
    count = report.counts[what]
    if count.understood:
        count.understood -= 1
        count.total -= 1
