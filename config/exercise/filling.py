"""Answering the boxes of a page in a real browser, as a person does: typing, ticking, choosing among suggestions."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from config.exercise.papers import paper
from config.exercise.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

Boxes = Mapping[str, list[str]]
_TYPED = frozenset({"text", "email", "tel", "url", "number", "time", "search", "textarea"})
_TURNS = 200
_TRIES = 2
_PAUSE = 60  # milliseconds that scripts have to draw what an answer brings


def fill(window: Window, wanted: Boxes, files: Mapping[str, int]) -> None:
    """Put what is wanted in the boxes that are seen, until they hold it or nothing more comes.

    ``files``: how many to give to each box of files that has none yet.
    """
    given: set[str] = set()
    tried: Counter[str] = Counter()
    for _turn in range(_TURNS):
        _open_details(window)
        seen = window.boxes()
        asked = _asked(wanted, {box["name"] for box in seen})
        left = [box for box in seen if _differs(box, asked, files, given) and tried[_key(box)] < _TRIES]
        if not left:
            return
        for box in left:
            tried[_key(box)] += 1
            given.add(box["name"])
            _answer(window, box, asked.get(box["name"], [""]), files.get(box["name"], 0))
            if window.scripts and box["kind"] not in _TYPED:
                break  # what it brings may draw the page again
        if window.scripts:
            window.wait(_PAUSE)


def _asked(wanted: Boxes, names: set[str]) -> Boxes:
    """Return what goes in each box; for a list that gives nothing, its one box takes words."""
    return {
        name: wanted.get(f"{name}.text", values) if values == [""] and f"{name}.text" not in names else values
        for name, values in wanted.items()
    }


def _key(box: Mapping[str, Any]) -> str:
    return f"{box['name']}={box['value']}" if box["kind"] in ("radio", "checkbox") else str(box["name"])


def _differs(box: Mapping[str, Any], wanted: Boxes, files: Mapping[str, int], given: set[str]) -> bool:
    name, kind = box["name"], box["kind"]
    if kind == "file":
        return name in files and name not in given
    if name not in wanted:
        return False
    values = wanted[name]
    if kind == "radio":
        return not box["ticked"] and box["value"] in values
    if kind == "checkbox":
        return bool(box["ticked"]) != (box["value"] in values)
    if kind in _TYPED or kind == "select":
        return bool(box["value"] != values[0])
    return False


def _answer(window: Window, box: Mapping[str, Any], values: list[str], count: int) -> None:
    handle, kind = window.box(box), box["kind"]
    if kind == "file":
        name, content = paper(box["accept"])
        papers: list[FilePayload] = [
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        ] * (count if box["several"] else 1)
        sent = window.page.locator(".file-name")
        before = sent.count()
        handle.set_input_files(papers)
        if window.scripts:  # the box itself leaves with the last file it may take
            sent.nth(before + len(papers) - 1).wait_for()
    elif kind == "select":
        if values[0] in box["offers"]:
            handle.select_option(values[0])
    elif kind in ("radio", "checkbox"):
        handle.set_checked(box["value"] in values)
    elif box["suggests"] and window.scripts and values[0]:
        _choose(window, box, values[0])
    else:
        handle.fill(values[0])


def _choose(window: Window, box: Mapping[str, Any], words: str) -> None:
    """Type words, then choose the suggestion that reads so; without one, the words stay as they are typed."""
    window.box(box).fill(words)
    options = window.page.locator(f"#{box['id']}-list [role=option]")
    for _wait in range(8):
        window.wait(100)
        said = options.all_inner_texts()
        place = next((at for at, text in enumerate(said) if text.startswith(words)), None)
        if place is not None:
            options.nth(place).dispatch_event("pointerdown")
            return


def _open_details(window: Window) -> None:
    for summary in window.page.locator("main form details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
