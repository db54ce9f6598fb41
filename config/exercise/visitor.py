"""The resident in a real browser, 320 pixels wide: the same answers, given through the boxes that are seen."""

from typing import Any
from urllib.parse import urlsplit

from config.exercise.answering import Answering
from config.exercise.filling import fill
from config.exercise.html import Page, read_page
from config.exercise.outcome import Path
from config.exercise.resident import MOST_ROUNDS, MOST_STEPS, Blocked, boxes_of, is_of, place_of, told_of
from config.exercise.window import Window
from parvis.catalogue import blocks
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_boxes import file_boxes
from parvis.catalogue.forms import engine

_NEXT = "main button[name=_go][value=next]:not([aria-hidden])"


class Visitor:
    """One person on one path, in one window."""

    def __init__(self, window: Window, form: engine.Form, answering: Answering, path: Path) -> None:
        self.window, self.form, self.answering, self.path = window, form, answering, path

    def fill_and_lodge(self, address: str) -> None:
        """Walk the whole way from the page of the procedure. Raises Blocked."""
        self.window.go(address)
        self._look("procedure")
        self.window.press(
            "main form:not([role=search]) button[type=submit], main form:not([role=search]) button:not([type])"
        )
        for _step in range(MOST_STEPS):
            name, page = place_of(urlsplit(self.window.page.url).path)
            self._look(page or name)
            if name == "draft_review":
                self._send()
                return
            if name == "draft_exit":
                self.path.exits.append(self.window.page.title())
                self.window.go(self.window.page.url.removesuffix("sortie/"))
                self._fill(self.form.page(page), staying=True)
            elif name == "draft_page":
                self._fill(self.form.page(page))
            else:
                raise Blocked(self.window.page.url, "leads elsewhere than to a page of the form")
        raise Blocked(self.window.page.url, f"the end was not reached in {MOST_STEPS} steps")

    def _fill(self, page: engine.Page, *, staying: bool = False) -> None:
        """Answer a page until it is left."""
        if page.key not in self.path.pages:
            self.path.pages.append(page.key)
        self.answering.answer(page, staying=staying)
        address, faults = urlsplit(self.window.page.url).path, list[tuple[str, str]]()
        for turn in range(MOST_ROUNDS):
            fill(self.window, self._wanted(page), self._files(page))
            if self._rows(page):  # seen once what asks for them is answered
                fill(self.window, self._wanted(page), self._files(page))
            self.window.press(_NEXT)
            if urlsplit(self.window.page.url).path != address:
                self.path.questions.update(question.key for question in self._asked(page))
                return
            faults = self._look(page.key).faults
            if turn and faults:
                self._reconsider(page, faults, staying=staying)
        raise Blocked(page.key, *told_of(page, faults))

    def _wanted(self, page: engine.Page) -> dict[str, list[str]]:
        """Return what goes in each box, by name; nothing for the questions left."""
        wanted: dict[str, list[str]] = {}
        for question in page.questions:
            value = self.answering.answers.get(question.key)
            if not question.type.asks or value is None:
                continue
            for name, values in boxes_of(question.key, question.type.typed(question, value)).items():
                wanted[name] = values or [""]
        return wanted

    def _files(self, page: engine.Page) -> dict[str, int]:
        """Return how many files each box takes."""
        asked = [question for question in page.questions if question.type.asks]
        counts: dict[str, int] = {}
        for box in file_boxes(asked, self.answering.answers):
            listed: Any = box.files(self.answering.answers.get(box.question.key), None)
            counts[box.name] = max(1, len(listed))
        return counts

    def _rows(self, page: engine.Page) -> bool:
        """Press « add » until the repeated blocks have as many rows as there are to tell; return whether it was."""
        pressed = False
        for question in self._asked(page):
            rows = self.answering.answers.get(question.key)
            if not blocks.is_repeated(question) or not isinstance(rows, list):
                continue
            for _row in range(len(rows)):
                there = self.window.page.locator(f"[name^='{question.key}.{len(rows) - 1}.']").count()
                button = self.window.page.locator(f"button[name={blocks.ADD}][value='{question.key}']")
                if there or not button.count() or not button.last.is_visible():
                    break
                self._add(question, button)
                pressed = True
        return pressed

    def _add(self, question: Question, button: Any) -> None:
        if not self.window.scripts:
            self.window.press(f"button[name={blocks.ADD}][value='{question.key}']")
            return
        before = self.window.page.locator(f"button[name={blocks.REMOVE}][value^='{question.key}.']").count()
        button.last.click()
        shown = self.window.page.locator(f"button[name={blocks.REMOVE}][value^='{question.key}.']")
        shown.nth(before).wait_for()

    def _send(self) -> None:
        sending = "main form button:not([name]):not([type=button])"
        if not self.window.page.locator(sending).count():
            raise Blocked("review", "nothing sends the demand: answers are still said to be missing")
        self.window.press(sending)
        name, _page = place_of(urlsplit(self.window.page.url).path)
        self._look("receipt")
        if name != "receipt":
            raise Blocked("receipt", f"sending leads to {self.window.page.url}")
        self.path.case = self.window.page.title()

    def _look(self, page: str) -> Page:
        """Read the page that is shown; it must be answered, hold in the window and leave the browser in peace."""
        if self.window.status not in (200, 422):
            raise Blocked(page, f"status {self.window.status}")
        if self.window.faults:
            raise Blocked(page, f"the browser complains: {self.window.faults[0][:300]}")
        if over := self.window.overflow:
            raise Blocked(page, f"the page is {over} pixels wider than the window")
        return read_page(self.window.page.content())

    def _reconsider(self, page: engine.Page, faults: list[tuple[str, str]], *, staying: bool) -> None:
        """Draw other answers to the questions at fault, to all of them when none is named."""
        asking = [one for one in page.questions if one.type.asks]
        named = [one for one in asking if any(is_of(one, identifier) for identifier, _said in faults)]
        for question in named or asking:
            self.answering.draw(question)
        self.answering.mend(page, staying=staying)

    def _asked(self, page: engine.Page) -> list[Question]:
        seen = engine.visibility(self.form, self.answering.answers)
        return [one.question for one in seen.of(page) if one.question.type.asks]
