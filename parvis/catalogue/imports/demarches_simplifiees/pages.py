"""Descriptors in their order as pages of fields: a section of the first level begins a page."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.forms.text import to_plain
from parvis.catalogue.imports.demarches_simplifiees.conditions import Known, condition_of, said
from parvis.catalogue.imports.demarches_simplifiees.fields import MAKERS, Descriptor, Field, Told, known_as
from parvis.catalogue.imports.markup import from_html, plain_line
from parvis.catalogue.imports.naming import cut, literal
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import FileReport, What

MOST_PAGES = 50
MOST_FIELDS = 200
LONGEST_HELP = 1000
LONGEST_TEXT = 5000
SHORT_TITLE = 120
# What every descriptor has, and what the makers read of theirs; anything else is said to be left.
READ = frozenset(
    {
        "__typename", "id", "type", "label", "description", "required", "champDescriptors", "condition",
        "conditionExpression", "options", "otherOption", "fileTemplate", "level", "collapsibleExplanationEnabled",
        "collapsibleExplanationText",
    }
)  # fmt: skip


@dataclass
class Sheet:
    """Pages being made of the descriptors of a form. ``known`` grows as questions are read."""

    report: FileReport
    known: dict[str, Known]
    title: str
    prefix: str
    pages: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)

    def begin(self, title: str) -> None:
        """Begin a page."""
        key = f"{self.prefix}-{len(self.pages) + 1}"
        self.pages.append({"key": key, "title": cut(title, 200), "fields": []})

    def add(self, fields: list[Field]) -> None:
        """Add fields to the current page, beginning one when there is none or when it is full."""
        for one in fields:
            if not self.pages:
                self.begin(self.title)
            elif len(self.pages[-1]["fields"]) >= MOST_FIELDS and len(self.pages) < MOST_PAGES:
                self.begin(_("%(title)s (suite)") % {"title": cut(self.pages[-1]["title"], 190)})
            self.pages[-1]["fields"].append(one)


def pages_of(descriptors: list[Any], sheet: Sheet) -> list[dict[str, Any]]:
    """Return the pages, each with a field at least."""
    for number, descriptor in enumerate(descriptors, start=1):
        if not isinstance(descriptor, dict):
            sheet.report.left(
                What.FIELDS,
                place=_("question %(number)d") % {"number": number},
                what=str(descriptor),
                reason=_("ce n’est pas la description d’une question."),
            )
            continue
        _take(descriptor, number, sheet)
    return [page for page in sheet.pages if page["fields"]]


def key_of_id(identifier: Any, fallback: str) -> str:
    """Return the key of a field, the same in every state of the procedure: its number, « champ_4149115 »."""
    written = str(identifier)
    try:
        decoded = base64.b64decode(written, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        decoded = written
    digits = re.search(r"(\d{1,18})$", decoded)
    return f"champ_{digits[1]}" if digits else fallback


def _take(descriptor: Descriptor, number: int, sheet: Sheet) -> None:
    kind = _kind(descriptor)
    place = _place(descriptor, number)
    if kind == "HeaderSection":
        _section(descriptor, number, place, sheet)
    else:
        sheet.add(list(_fields(descriptor, kind, number, place, sheet, sheet.known)))


def _section(descriptor: Descriptor, number: int, place: str, sheet: Sheet) -> None:
    """Begin a page at a section of the first level; a lower one, or one shown on condition, is a title."""
    title = plain_line(_text(descriptor, "label")) or _("Suite")
    level = descriptor.get("level")
    level = level if isinstance(level, int) and 1 <= level <= 4 else 1
    condition, _required = _condition(descriptor, place, sheet.report, sheet.known)
    sheet.report.took(What.FIELDS)
    _unknown(descriptor, place, sheet.report)
    begins = level == 1 and not condition and len(sheet.pages) < MOST_PAGES
    if begins and not (sheet.pages and not sheet.pages[-1]["fields"]):
        sheet.begin(title)
    else:
        key = key_of_id(descriptor.get("id"), f"champ_n{number}")
        shown = {"key": key, "type": "title", "label": cut(title, 300), "level": max(2, level)}
        sheet.add([{**shown, **({"condition": condition} if condition else {})}])
    text = from_html(_text(descriptor, "description"))
    if text:
        key = f"{key_of_id(descriptor.get('id'), f'champ_n{number}')}_texte"
        sheet.add([_information(key, title, text, condition)])


def _fields(
    descriptor: Descriptor,
    kind: str,
    number: int,
    place: str,
    sheet: Sheet,
    known: dict[str, Known],
    prefix: str = "",
) -> Iterator[Field]:
    """Yield the fields a descriptor becomes: a text before it when its help is long, then itself."""
    key = key_of_id(descriptor.get("id"), f"{prefix}champ_n{number}")
    report = sheet.report
    condition, required = _condition(descriptor, place, report, known)
    _unknown(descriptor, place, report)
    if kind == "Explication":
        report.took(What.FIELDS)
        yield _explanation(descriptor, key, condition)
        return
    label = plain_line(_text(descriptor, "label")) or _("Question sans libellé")
    help_text = from_html(_text(descriptor, "description"))
    if len(label) > 300:
        help_text = f"{label}\n\n{help_text}".strip()
    short = to_plain(help_text)
    if len(short) > LONGEST_HELP:
        report.changed(
            place=place, what=short, how=_("l’aide est longue : elle devient un texte avant la question.")
        )
        yield _information(f"{key}_aide", cut(label, 300), help_text, condition)
        short = ""
    own = {
        "key": key,
        "label": cut(label, 300),
        **({"help": short} if short else {}),
        "required": descriptor.get("required") is True and required,
        **({"condition": condition} if condition else {}),
    }
    told = Told(report, place, key, label)
    if kind == "Repetition":
        yield {**own, **_repeated(descriptor, key, place, sheet, known)}
        report.took(What.FIELDS)
        return
    maker = MAKERS.get(kind)
    if maker is None:
        report.left(
            What.FIELDS,
            place=place,
            what=f"{kind or '?'}: {label}",
            reason=_("ce type de question n’est pas connu : elle devient un texte court."),
        )
        yield {**own, "type": "text"}
        return
    made = maker(descriptor, told)
    report.took(What.FIELDS)
    identifier = str(descriptor.get("id"))
    known[identifier] = known_as(made, key)
    if made.table is not None:
        sheet.tables.append(made.table)
    yield {**own, **made.part}


def _repeated(descriptor: Descriptor, key: str, place: str, sheet: Sheet, known: dict[str, Known]) -> Field:
    """Return the block of a repetition; its questions read those of the row first, then those before it."""
    inner: list[Field] = []
    own = dict(known)
    listed = descriptor.get("champDescriptors")
    for number, one in enumerate(listed if isinstance(listed, list) else [], start=1):
        where = f"{place}, {_place(one, number)}"
        kind = _kind(one)
        if not isinstance(one, dict) or kind == "Repetition":
            sheet.report.left(
                What.FIELDS,
                place=where,
                what=str(one)[:200],
                reason=_("un bloc répété ne peut pas en contenir un autre."),
            )
        elif kind == "HeaderSection":
            inner.append(_inner_title(one, number, where, sheet, own))
        else:
            inner.extend(_fields(one, kind, number, where, sheet, own, prefix=f"{key}_"))
    if not inner:
        inner.append({"key": f"{key}_texte", "type": "text", "label": _("Précisez"), "required": False})
    least = 1 if descriptor.get("required") is True else 0
    return {"type": "block", "fields": inner, "repeat": {"min": least, "max": 50}}


def _inner_title(
    descriptor: Descriptor, number: int, place: str, sheet: Sheet, known: dict[str, Known]
) -> Field:
    condition, _required = _condition(descriptor, place, sheet.report, known)
    sheet.report.took(What.FIELDS)
    key = key_of_id(descriptor.get("id"), f"champ_n{number}")
    label = cut(plain_line(_text(descriptor, "label")) or _("Suite"), 300)
    return {"key": key, "type": "title", "label": label, **({"condition": condition} if condition else {})}


def _explanation(descriptor: Descriptor, key: str, condition: str) -> Field:
    """Return the text to read; a label alone is a short title, or the whole text when it is a sentence."""
    label = plain_line(_text(descriptor, "label"))
    parts = [from_html(_text(descriptor, "description"))]
    if descriptor.get("collapsibleExplanationEnabled") is True:
        parts.append(from_html(_text(descriptor, "collapsibleExplanationText")))
    text = "\n\n".join(part for part in parts if part)
    if not text and len(label) <= SHORT_TITLE:
        title = {"key": key, "type": "title", "label": label or _("À lire"), "level": 3}
        return {**title, **({"condition": condition} if condition else {})}
    if not text or len(label) > 300:
        text = f"{label}\n\n{text}".strip()
        label = _("À lire")
    return _information(key, label or _("À lire"), text, condition)


def _information(key: str, label: str, text: str, condition: str) -> Field:
    shown = {"key": key, "type": "information", "label": cut(label, 300), "text": cut(text, LONGEST_TEXT)}
    return {**shown, **({"condition": condition} if condition else {})}


def _condition(
    descriptor: Descriptor, place: str, report: FileReport, known: dict[str, Known]
) -> tuple[str, bool]:
    """Return the condition, and whether the question may be required: always asked by mistake, it may not."""
    try:
        condition = condition_of(descriptor, known)
    except Untranslatable as why:
        reason = _("%(why)s La question est toujours posée, sans être obligatoire.") % {"why": f"{why}"}
        report.left(What.CONDITIONS, place=place, what=said(descriptor), reason=reason)
        return "", False
    if condition:
        report.took(What.CONDITIONS)
    return condition, True


def _unknown(descriptor: Descriptor, place: str, report: FileReport) -> None:
    for name, value in descriptor.items():
        if name not in READ and value not in (None, "", [], {}, False):
            report.left(
                "property",
                place=place,
                what=f"{name}: {value}",
                reason=_("cette propriété n’est pas connue."),
            )


def _kind(descriptor: Any) -> str:
    """Return the kind without its suffix: « TextChampDescriptor » is « Text »."""
    name = _text(descriptor, "__typename") if isinstance(descriptor, dict) else ""
    return name.removesuffix("ChampDescriptor")


def _place(descriptor: Any, number: int) -> str:
    label = plain_line(_text(descriptor, "label")) if isinstance(descriptor, dict) else ""
    return _("question %(number)d « %(label)s »") % {"number": number, "label": cut(label, 80)}


def _text(descriptor: Descriptor, name: str) -> str:
    value = descriptor.get(name)
    return literal(value) if isinstance(value, str) else ""
