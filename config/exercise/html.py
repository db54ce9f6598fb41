"""Reading a page as a browser without script does: its forms, what each box holds, what is said to be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_TYPED = frozenset({"text", "email", "tel", "url", "number", "date", "time", "search", "password"})
_CHOSEN = frozenset({"radio", "checkbox"})
_BUTTONS = frozenset({"submit", "button", "reset", "image"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


@dataclass
class Control:
    """One box: what kind it is, what it holds, and for a choice what it offers."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    offered: list[str] = field(default_factory=list)
    accept: str = ""
    several: bool = False

    @property
    def is_typed(self) -> bool:
        """Return whether somebody types in it."""
        return self.kind in _TYPED or self.kind == "textarea"


@dataclass
class Form:
    """A form: the boxes that take part in it, its buttons."""

    action: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def posted(self) -> dict[str, list[str]]:
        """Return what the browser would send if nothing was touched."""
        data: dict[str, list[str]] = {}
        for control in self.controls:
            if control.kind == "file" or (control.kind in _CHOSEN and not control.checked):
                continue
            data.setdefault(control.name, []).append(control.value)
        return data

    def named(self, name: str) -> list[Control]:
        """Return the boxes of a name."""
        return [control for control in self.controls if control.name == name]

    def under(self, name: str) -> Iterator[Control]:
        """Yield the boxes of a question, whole or in parts."""
        for control in self.controls:
            if control.name == name or control.name.startswith(f"{name}."):
                yield control


@dataclass(frozen=True)
class Page:
    """What is read of a page: its forms, its title, the faults of its summary as (id of the box, sentence)."""

    title: str
    forms: list[Form]
    faults: list[tuple[str, str]]

    def form_with(self, name: str) -> Form | None:
        """Return the form that has a box of that name."""
        return next((form for form in self.forms if form.named(name)), None)


def read_page(html: str) -> Page:
    """Return what a page holds."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(" ".join(reader.title.split()), reader.forms, reader.faults)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.faults: list[tuple[str, str]] = []
        self.title = ""
        self._open: list[tuple[str, bool]] = []  # elements under way, and whether each disables what it holds
        self._select: Control | None = None
        self._textarea: Control | None = None
        self._option: str | None = None
        self._text: list[str] | None = None
        self._summary = 0
        self._fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a box takes part in its form unless it is disabled."""
        own = {name: value or "" for name, value in attrs}
        disabled = "disabled" in own or any(dead for _tag, dead in self._open)
        if tag not in _VOID:
            self._open.append((tag, tag == "fieldset" and "disabled" in own))
        if "data-error-summary" in own:
            self._summary = len(self._open)
        if tag == "form":
            self.forms.append(Form(own.get("action", "")))
        elif tag in ("title", "li", "legend"):
            self._text = []
            self._fault = ""
        elif tag == "a" and self._summary:
            self._fault = own.get("href", "").removeprefix("#")
        elif self.forms and not disabled:
            self._box(tag, own)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        while self._open and self._open[-1][0] != tag and any(name == tag for name, _dead in self._open):
            self._open.pop()
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        if self._text is not None and tag == "title":
            self.title, self._text = "".join(self._text), None
        elif self._text is not None and tag == "li":
            if self._summary:
                self.faults.append((self._fault, " ".join("".join(self._text).split())))
            self._text = None
        elif tag == "select":
            self._close_select()
        elif tag == "textarea":
            self._textarea = None
        if self._summary > len(self._open):
            self._summary = 0

    def handle_data(self, data: str) -> None:
        """Keep words where they matter."""
        if self._textarea is not None:
            self._textarea.value += data
        if self._text is not None:
            self._text.append(data)

    def _box(self, tag: str, own: dict[str, str]) -> None:
        form = self.forms[-1]
        kind = own.get("type", "text").lower() if tag == "input" else tag
        if tag == "button" or (tag == "input" and kind in _BUTTONS):
            if own.get("type", "submit") == "submit":
                form.buttons.append((own.get("name", ""), own.get("value", "")))
        elif tag == "option" and self._select is not None:
            self._select.offered.append(own.get("value", ""))
            if "selected" in own:
                self._select.value, self._select.checked = own.get("value", ""), True
        elif tag in ("input", "select", "textarea") and own.get("name"):
            value = own.get("value", "on" if kind in _CHOSEN else "")
            control = Control(
                own["name"], kind, value, "checked" in own, [], own.get("accept", ""), "multiple" in own
            )
            control.value = "" if tag != "input" else control.value
            form.controls.append(control)
            self._select = control if tag == "select" else self._select
            self._textarea = control if tag == "textarea" else None

    def _close_select(self) -> None:
        if self._select is not None and not self._select.checked and self._select.offered:
            self._select.value = self._select.offered[0]
        self._select = None
