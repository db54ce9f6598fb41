"""The resident: opens the procedure, answers page after page, sends, reads the receipt; says where it got stuck."""

from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

from config.exercise.answering import Answering
from config.exercise.html import Form, Page, read_page
from config.exercise.outcome import Path, Stuck
from config.exercise.papers import paper
from parvis.catalogue import blocks
from parvis.catalogue.field_types import Question, element_id
from parvis.catalogue.forms import engine

MOST_STEPS = 200
MOST_ROUNDS = 14
DRAWN, GO = "_drawn", "_go"
Data = dict[str, Any]


class Blocked(Exception):
    """The way ends here."""

    def __init__(self, page: str, why: str, question: str = "") -> None:
        self.stuck = Stuck(page, question, why)
        super().__init__(str(self.stuck))


class Resident:
    """One person on one path."""

    def __init__(
        self, browser: Client, form: engine.Form, answering: Answering, luck: Random, path: Path
    ) -> None:
        self.browser, self.form, self.answering, self.luck, self.path = browser, form, answering, luck, path
        self.given: set[str] = set()

    def fill_and_lodge(self, address: str) -> None:
        """Walk the whole way from the page of the procedure. Raises Blocked."""
        where = self._begin(address)
        for _step in range(MOST_STEPS):
            name, page = place_of(where)
            if name == "draft_review":
                self._send(where)
                return
            if name == "draft_exit":
                where = self._come_back(where, page)
            elif name == "draft_page":
                where = self._fill(where, self.form.page(page))
            else:
                raise Blocked(where, "leads elsewhere than to a page of the form")
        raise Blocked(where, f"the end was not reached in {MOST_STEPS} steps")

    def _begin(self, address: str) -> str:
        page = self._get(address, "procedure")
        form = next(
            (one for one in page.forms if one.named("csrfmiddlewaretoken") and not one.named("q")), None
        )
        beginnings = [one for one in page.forms if one.named("csrfmiddlewaretoken")]
        form = next((one for one in beginnings if urlsplit(one.action).path in ("", address)), form)
        if form is None:
            raise Blocked("procedure", "no button begins the form")
        answer = self.browser.post(address, form.posted())
        return self._onwards(answer, "procedure")

    def _fill(self, address: str, page: engine.Page, *, staying: bool = False) -> str:
        """Try the page blank, then wrongly answered, then rightly; return where it leads."""
        self._meet(page)
        shown = self._get(address, page.key)
        self.answering.answer(page, staying=staying)
        self._try_blank(address, page, shown)
        self._try_wrong(address, page, shown)
        faults: list[tuple[str, str]] = []
        for turn in range(MOST_ROUNDS):
            shown = self._with_rows(address, page, shown)
            answer = self._post(address, self._data(page, _form_of(shown, page)))
            if answer.status_code == 302:
                return self._onwards(answer, page.key)
            shown, faults = self._read(answer, page.key), []
            faults = shown.faults
            if turn and faults:
                self._reconsider(page, faults, staying=staying)
        raise Blocked(page.key, *told_of(page, faults))

    def _reconsider(self, page: engine.Page, faults: list[tuple[str, str]], *, staying: bool) -> None:
        """Draw other answers to the questions at fault, to all of them when none is named."""
        asking = [one for one in page.questions if one.type.asks]
        named = [one for one in asking if any(is_of(one, identifier) for identifier, _said in faults)]
        for question in named or asking:
            self.answering.draw(question)
        self.answering.mend(page, staying=staying)

    def _try_blank(self, address: str, page: engine.Page, shown: Page) -> None:
        """Post the page without an answer: one that must be given is asked for."""
        form = _form_of(shown, page)
        needed = [
            one for one in self._asked(page) if one.required and not one.type.nests and _is_open(form, one)
        ]
        if not needed:
            return
        data = {
            name: values for name, values in form.posted().items() if name.startswith("_") or name in _OURS
        }
        answer = self._post(address, {**data, GO: ["next"]})
        if answer.status_code != 422:
            raise Blocked(page.key, "the page goes on without a required answer", needed[0].label)
        self.path.refused += len(self._read(answer, page.key).faults)

    def _try_wrong(self, address: str, page: engine.Page, shown: Page) -> None:
        """Post answers that nobody could mean, a program for a paper: each is refused with a sentence."""
        form, spoilt = _form_of(shown, page), []
        data = self._data(page, form, joining=False)
        for question in self._asked(page):
            boxes = self._spoilt_boxes(question, form)
            if boxes:
                data.update(boxes)
                spoilt.append(question)
        if not spoilt:
            return
        answer = self._post(address, data)
        faults = self._read(answer, page.key).faults if answer.status_code != 302 else []
        refused = [one for one in spoilt if any(is_of(one, identifier) for identifier, _said in faults)]
        if not refused:
            raise Blocked(page.key, f"a wrong answer is taken (status {answer.status_code})", spoilt[0].label)
        self.path.refused += len(refused)

    def _spoilt_boxes(self, question: Question, form: Form) -> Data:
        """Return what is wrongly sent for a question; nothing when nobody can answer it wrongly."""
        files = [one for one in form.under(question.key) if one.kind == "file"]
        if files:
            return {files[0].name: [SimpleUploadedFile("piece.exe", b"MZ\x90\x00" + bytes(200))]}
        value = self.answering.answers.get(question.key)
        bad = question.type.spoil(question, value, self.luck) if value is not None else None
        boxes = boxes_of(question.key, bad) if bad is not None else {}
        return boxes if all(form.named(name) for name in boxes) else {}

    def _with_rows(self, address: str, page: engine.Page, shown: Page) -> Page:
        """Press « add » until the repeated blocks have as many rows as there are to tell."""
        for question in self._asked(page):
            rows = self.answering.answers.get(question.key)
            if not blocks.is_repeated(question) or not isinstance(rows, list):
                continue
            for _row in range(len(rows)):
                form = _form_of(shown, page)
                there = sum(1 for place in range(len(rows)) if any(form.under(f"{question.key}.{place}")))
                if there >= len(rows) or (blocks.ADD, question.key) not in form.buttons:
                    break
                data = {**self._data(page, form), blocks.ADD: [question.key]}
                data.pop(GO, None)
                shown = self._read(self._post(address, data), page.key)
        return shown

    def _data(self, page: engine.Page, form: Form, *, joining: bool = True) -> Data:
        """Return what the person sends: what the page holds of itself, and the answers in the boxes it shows."""
        asked = {one.key: one for one in page.questions if one.type.asks}
        data: Data = {GO: ["next"]}
        for control in form.controls:
            own = control.name.partition(".")[0] in asked
            if control.kind == "file" and joining:
                self._join(control.name, control.accept, data)
            elif control.kind == "file":
                continue
            elif control.kind == "hidden" or not own:
                if control.kind not in ("radio", "checkbox") or control.checked:
                    data.setdefault(control.name, []).append(control.value)
            elif control.is_typed or control.kind == "select":
                data[control.name] = [""]
        for question in asked.values():
            data.update(self._answered(question, form))
        return data

    def _answered(self, question: Question, form: Form) -> Data:
        """Return the answer to a question in the boxes that the page shows."""
        value = self.answering.answers.get(question.key)
        boxes = boxes_of(question.key, question.type.typed(question, value)) if value is not None else {}
        data: Data = {}
        for name, values in boxes.items():
            if any(control.kind not in ("hidden", "file") for control in form.named(name)):
                one_box = values == [""] and not form.named(
                    f"{name}.text"
                )  # for a list that gives nothing: words
                data[name] = boxes.get(f"{name}.text", values) if one_box else values
        return data

    def _join(self, name: str, accept: str, data: Data) -> None:
        """Give files to a box, once: as many as the answer has."""
        if name in self.given:
            return
        self.given.add(name)
        listed = self.answering.answers.get(name)
        count = len(listed) if isinstance(listed, list) else 1
        data[name] = [SimpleUploadedFile(*paper(accept)) for _file in range(count)]

    def _come_back(self, address: str, page: str) -> str:
        """Read why the way ends, and come back to answer otherwise."""
        ended = self._get(address, page)
        self.path.exits.append(ended.title)
        back = address.removesuffix("sortie/")
        return self._fill(back, self.form.page(page), staying=True)

    def _send(self, address: str) -> None:
        shown = self._get(address, "review")
        form = next((one for one in shown.forms if urlsplit(one.action).path in ("", address)), None)
        if form is None or not form.buttons:
            raise Blocked("review", "nothing sends the demand: answers are still said to be missing")
        where = self._onwards(self._post(address, form.posted()), "review")
        receipt = self._get(where, "receipt")
        if place_of(where)[0] != "receipt":
            raise Blocked("receipt", f"sending leads to {where}")
        self.path.case = receipt.title

    def _asked(self, page: engine.Page) -> list[Question]:
        """Return the questions that the answers make asked on a page."""
        seen = engine.visibility(self.form, self.answering.answers)
        return [one.question for one in seen.of(page) if one.question.type.asks]

    def _meet(self, page: engine.Page) -> None:
        if page.key not in self.path.pages:
            self.path.pages.append(page.key)

    def _get(self, address: str, page: str) -> Page:
        return self._read(self.browser.get(address), page)

    def _post(self, address: str, data: Data) -> Any:
        return self.browser.post(address, data)

    def _read(self, answer: Any, page: str) -> Page:
        if answer.status_code not in (200, 422):
            where = f" to {answer['Location']}" if answer.status_code in (301, 302) else ""
            raise Blocked(page, f"status {answer.status_code}{where}")
        return read_page(answer.content.decode())

    def _onwards(self, answer: Any, page: str) -> str:
        if answer.status_code != 302:
            faults = self._read(answer, page).faults
            raise Blocked(
                page, "; ".join(said for _identifier, said in faults) or f"status {answer.status_code}"
            )
        for question in (
            self.form.page(page).questions if page in {one.key for one in self.form.pages} else ()
        ):
            if question.key in {one.key for one in self._asked(self.form.page(page))}:
                self.path.questions.add(question.key)
        return str(urlsplit(answer["Location"]).path)


def place_of(address: str) -> tuple[str, str]:
    """Return the name of an address of ours, and the page it is about. Raises Blocked."""
    try:
        found = resolve(address)
    except Resolver404:
        raise Blocked(address, "an address that leads nowhere") from None
    return found.url_name or "", str(found.kwargs.get("page", ""))


_OURS = frozenset({"csrfmiddlewaretoken"})


def _form_of(shown: Page, page: engine.Page) -> Form:
    form = shown.form_with(DRAWN)
    if form is None:
        raise Blocked(page.key, "the page has no form")
    return form


def _is_open(form: Form, question: Question) -> bool:
    """Return whether a question has a box that is empty at first."""
    controls = [one for one in form.under(question.key) if one.kind != "hidden"]
    held = any(one.value for one in controls if one.is_typed) or any(one.checked for one in controls)
    return bool(controls) and not held


def is_of(question: Question, identifier: str) -> bool:
    """Return whether an input belongs to a question, by its HTML id."""
    own = element_id(question.key)
    return identifier == own or identifier.startswith(f"{own}-")


def told_of(page: engine.Page, faults: list[tuple[str, str]]) -> tuple[str, str]:
    """Return what was said, and of which question."""
    said = "; ".join(text for _identifier, text in faults) or "the same page comes back without a fault"
    labels = [
        one.label for one in page.questions if any(is_of(one, identifier) for identifier, _text in faults)
    ]
    return said, labels[0] if labels else ""


def boxes_of(name: str, typed: Any) -> dict[str, list[str]]:
    """Return what is typed as what its boxes send: ``children.0.first_name``."""
    return dict(_each_box(name, typed))


def _each_box(name: str, typed: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(typed, dict):
        for part, inner in typed.items():
            yield from _each_box(
                name if part in ("value", "values") and "text" in typed else f"{name}.{part}", inner
            )
    elif isinstance(typed, list) and any(isinstance(one, dict | list) for one in typed):
        for place, row in enumerate(typed):
            yield from _each_box(f"{name}.{place}", row)
    elif isinstance(typed, list):
        yield name, [str(one) for one in typed]
    elif typed is not None and typed is not False:
        yield name, ["yes" if typed is True else str(typed)]
