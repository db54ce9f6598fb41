"""A signature."""

import re
from datetime import datetime
from random import Random
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    at_most,
    clean_line,
    must_be,
    refuse,
    register,
)
from parvis.catalogue.times import time_words
from parvis.common import clock
from parvis.common.personal_data import Category

KEYS = ("name", "drawing", "signed_at")
LONGEST_NAME, LONGEST_DRAWING = 150, 20_000
# The strokes as an SVG path, in a frame of 600 by 200: nothing else than moves and lines to whole points.
_DRAWING = re.compile(r"(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+", re.ASCII)


@register
class Signature(FieldType):
    """A name typed as a signature, and the strokes drawn if the person wishes: ``{"name", "drawing", "signed_at"}``.

    Drawing is never the only way: it needs a hand, a screen and a script. The moment is ours (UTC), kept while the
    signature does not change. Options: ``statement`` (what is signed), ``drawing`` (false: not offered).

    A signature of this kind is « simple » (regulation (EU) 910/2014, art. 25 § 1): it is not refused for being
    electronic, and proves what a name at the foot of an e-mail proves.
    """

    code, label = "signature", gettext_lazy("signature")
    template = "fields/signature.html"
    category = Category.IDENTITY
    options: ClassVar[dict[str, Any]] = {
        "statement": {"type": "string", "minLength": 1, "maxLength": 1000},
        "drawing": {"type": "boolean"},
    }
    example: ClassVar[Any] = {
        "name": "Jeanne Martin",
        "drawing": "M10 20L30 40L50 20",
        "signed_at": "2026-03-05T09:30:00+00:00",
    }

    def empty(self, question: Question) -> Any:
        """Not signed."""
        return dict.fromkeys(KEYS, "")

    def is_empty(self, value: Any) -> bool:
        """Return whether there is neither a name nor strokes."""
        if isinstance(value, dict):
            return all(part in ("", None) for part in value.values())
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Signez : écrivez votre prénom et votre nom.")

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Ask for the name."""
        return {"name": [self.missing()]}

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the name and the strokes; the moment stays if neither changed."""
        typed = {
            "name": clean_line(data.get(f"{name}.name", ""))[:1000],
            "drawing": clean_line(data.get(f"{name}.drawing", ""))[: LONGEST_DRAWING + 1],
        }
        former = kept if isinstance(kept, dict) else {}
        same = all(former.get(key) == text for key, text in typed.items())
        return {**typed, "signed_at": former.get("signed_at", "") if same else ""}

    def typed(self, question: Question, value: Any) -> Any:
        """Show the name and the strokes again."""
        signed = value if isinstance(value, dict) else {}
        return {key: signed.get(key) or "" for key in KEYS}

    def parse(self, question: Question, typed: Any) -> Any:
        """Date a new signature."""
        if not typed["name"] and not typed["drawing"]:
            return None
        return {**typed, "signed_at": typed["signed_at"] or _now()}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse strokes without a name, and what no hand draws."""
        must_be(value, dict)
        given = {key: value.get(key) or "" for key in KEYS}
        for text in given.values():
            must_be(text, str)
        if set(value) - set(KEYS):
            refuse(_("Cette réponse n’a pas la forme attendue."))
        name = at_most(clean_line(given["name"]), LONGEST_NAME, "name")
        if not name:
            refuse(self.missing(), "name")
        drawing = given["drawing"] if question.options.get("drawing", True) else ""
        if drawing and (len(drawing) > LONGEST_DRAWING or not _DRAWING.fullmatch(drawing)):
            refuse(_("Ce dessin ne peut pas être gardé. Effacez-le et signez à nouveau."))
        return {"name": name, "drawing": drawing, "signed_at": _moment(given["signed_at"] or _now())}

    def to_text(self, question: Question, value: Any) -> str:
        """Return « Signé par Jeanne Martin le 5 mars 2026 à 10 h 30 »."""
        moment = timezone.localtime(datetime.fromisoformat(value["signed_at"]))
        return _("Signé par %(name)s le %(day)s à %(time)s") % {
            "name": value["name"],
            "day": date_format(moment.date()),
            "time": time_words(f"{moment:%H:%M}"),
        }

    def schema(self, question: Question) -> dict[str, Any]:
        """A name, an SVG path, a moment; the moment of receipt when it is not given."""
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
                "drawing": {"type": "string", "maxLength": LONGEST_DRAWING},
                "signed_at": {"type": "string"},
            },
        }

    def sample(self, question: Question, luck: Random) -> Any:
        """Sign the same name now."""
        return self.check(question, {"name": self.example["name"], "signed_at": self.example["signed_at"]})

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the statement, the box of the name, the frame to draw in."""
        widget = super().widget(question, name, {**self.empty(question), **(typed or {})}, errors)
        widget.context["name_errors"] = errors.get("name", [])
        return widget

    def context(self, question: Question) -> dict[str, Any]:
        """What is signed."""
        return {
            "statement": question.options.get("statement", ""),
            "drawing": question.options.get("drawing", True),
        }


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")


def _moment(text: str) -> str:
    """Return a moment that is not to come, else refuse it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        refuse(_("Cette réponse n’a pas la forme attendue."))
    if moment.tzinfo is None or moment > clock.now():
        refuse(_("Cette réponse n’a pas la forme attendue."))
    return text
