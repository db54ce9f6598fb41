"""Reads, checks and draws what a procedure says of itself."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import FORM, Document, fields
from parvis.catalogue.field_types import PostData, clean_line, clean_text
from parvis.catalogue.forms.lint import ROLE_TYPES, lint
from parvis.catalogue.forms.remarks import Level
from parvis.common.errors import Invalid
from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import BadDelay
from parvis.studio.form.controls import Json, in_former_order
from parvis.studio.form.option_words import Words
from parvis.studio.form.outline import label_of
from parvis.studio.texts import boxes, subject
from parvis.ui.fields import Widget

ROLES = {
    "person": gettext_lazy("qui demande"),
    "address": gettext_lazy("son adresse"),
    "company": gettext_lazy("l’entreprise ou l’association"),
    "municipality": gettext_lazy("la commune concernée"),
    "location": gettext_lazy("le lieu concerné"),
}
_WHOLE_DAYS = "drafts.reminder_days"
Errors = dict[str, list[str]]


@dataclass
class TextsEditor:
    """The texts of one definition, as they are or as they were typed."""

    document: Document
    data: PostData | None = None
    errors: Errors = field(default_factory=dict)

    @cached_property
    def parameters(self) -> Json:
        """Return the box of the constants that formulas read."""
        words = Words(
            _("Constantes lues par les formules"),
            _('En JSON : {"tarif": 12}. Les formules les lisent ainsi : options.tarif'),
        )
        return Json("parameters", {}, words)

    def values(self) -> Document:
        """Return the keys of the definition as they were typed. Raises Invalid, by box."""
        self.errors = {}
        values: Document = {}
        for part in boxes.parts():
            values |= dict.fromkeys(part.keys)
            for box in part.boxes:
                self._put(values, box)
        values["other_ways"] = self._other_ways()
        values["roles"] = {role: key for role in ROLES if (key := self._typed(f"t.roles.{role}"))}
        values["subject"] = self._tried("t.subject", self._subject)
        values["parameters"] = self._tried(
            "t.parameters", lambda: self.parameters.value(self._typed("t.parameters"))
        )
        self._check(values)
        if self.errors:
            raise Invalid(self.errors)
        return values

    def context(self) -> dict[str, Any]:
        """Return what the page's template reads."""
        return {
            "parts": [
                {"code": part.code, "title": part.title, "intro": part.intro, "widgets": self._widgets(part)}
                for part in boxes.parts()
            ],
            "way_widgets": self._way_widgets(),
            "role_widgets": self._role_widgets(),
            "subject_widget": self._subject_widget(),
            "parameters_widget": self._parameters_widget(),
        }

    # Reading ----------------------------------------------------------------------------------------------------

    def _put(self, values: Document, box: boxes.Box) -> None:
        value = self._tried(box.name, lambda: box.control.value(self._read(box)))
        if box.path == _WHOLE_DAYS and value:
            value = self._days(value)
        if value is None:
            return
        value = in_former_order(box.control, value, self.document.get(box.path))
        *way, last = box.path.split(".")
        holder = values
        for step in way:
            holder[step] = holder.get(step) or {}
            holder = holder[step]
        holder[last] = value

    def _days(self, lines: list[str]) -> list[int] | None:
        if all(line.isascii() and line.isdigit() for line in lines):
            return [int(line) for line in lines]
        self.errors[f"t.{_WHOLE_DAYS}"] = [_("Écrivez des nombres de jours, un par ligne.")]
        return None

    def _other_ways(self) -> list[Document]:
        """Return the ways typed in the order they were, new ones last; a second way of one kind stays as it is."""
        typed = {kind: clean_text(self._typed_raw(f"t.other_ways.{kind}")) for kind in boxes.WAYS}
        ways = []
        for way in self.document.get("other_ways", []):
            text = typed.pop(way["kind"]) if way["kind"] in typed else way["text"]
            ways += [{"kind": way["kind"], "text": text}] if text else []
        return ways + [{"kind": kind, "text": text} for kind, text in typed.items() if text]

    def _subject(self) -> str:
        """Return the formula typed; the one there was, as it was written, when it says the same."""
        typed, former = self._typed("t.subject"), str(self.document.get("subject", ""))
        return former if typed == subject.to_text(former) else subject.to_formula(typed)

    def _check(self, values: Document) -> None:
        """Say what is badly formed; what is only missing is said where one publishes."""
        if not values.get("title"):
            self.errors["t.title"] = [_("Donnez un titre à la démarche.")]
        law = values.get("law") or {}
        if law:
            law.setdefault("receipt_owed", False)
        if law.get("delay"):
            try:
                Delay.parse(law["delay"])
            except BadDelay:
                self.errors["t.law.delay"] = [_("Ce délai ne se lit pas. Exemples : 2m, 30d, 10d-ouvres.")]
        whole = {**self.document, **values, FORM: _SMALL}
        # Formulas and roles read the form itself: they are checked apart.
        left_out = {"subject", "roles", "translations", "agent_form"}
        said = {
            name: value
            for name, value in whole.items()
            if value not in (None, "", [], {}) and name not in left_out
        }
        for remark in lint(said):
            self._tell(remark.pointer.split("/")[1:], remark.level, remark.message)

    def _tell(self, path: list[str], level: Level, message: str) -> None:
        if level is not Level.ERROR or not path or path[0] in {FORM, "translations", "code"}:
            return
        names = [box.name for part in boxes.parts() for box in part.boxes]
        name = next((one for one in (f"t.{'.'.join(path[:2])}", f"t.{path[0]}") if one in names), "")
        if name not in self.errors:
            self.errors[name] = [message[:1].upper() + message[1:]]

    def _tried(self, name: str, make: Any) -> Any:
        try:
            return make()
        except Invalid as invalid:
            self.errors[name] = [one for said in invalid.errors.values() for one in said]
            return None

    def _read(self, box: boxes.Box) -> Any:
        return box.control.read(self.data, box.name) if self.data is not None else box.shown(self.document)

    def _typed_raw(self, name: str) -> str:
        return str(self.data.get(name, "")) if self.data is not None else ""

    def _typed(self, name: str) -> str:
        return (
            clean_text(self._typed_raw(name)) if name == "t.parameters" else clean_line(self._typed_raw(name))
        )

    # Drawing ----------------------------------------------------------------------------------------------------

    def _widgets(self, part: boxes.Part) -> list[Widget]:
        return [
            box.control.widget(box.name, self._read(box), self.errors.get(box.name, ())) for box in part.boxes
        ]

    def _way_widgets(self) -> list[Widget]:
        said: dict[str, str] = {}
        for way in self.document.get("other_ways", []):
            said.setdefault(way["kind"], way["text"])
        drawn = []
        for kind, label in boxes.WAYS.items():
            name = f"t.other_ways.{kind}"
            value = said.get(kind, "") if self.data is None else self._typed_raw(name)
            own = {
                "id": _id(name),
                "name": name,
                "label": str(label),
                "value": value,
                "required": False,
                "rows": 2,
            }
            drawn.append(Widget("fields/textarea.html", own))
        return drawn

    def _role_widgets(self) -> list[Widget]:
        held = self.document.get("roles", {})
        drawn = []
        for role, label in ROLES.items():
            name = f"t.roles.{role}"
            options = [
                {"value": one.address, "label": label_of(one.field)}
                for one in fields(self.document, FORM)
                if one.field.get("type") in ROLE_TYPES[role]
            ]
            own = {
                "id": _id(name),
                "name": name,
                "label": _("La réponse qui dit %(what)s") % {"what": label},
                "value": held.get(role, "") if self.data is None else self._typed(name),
                "options": options,
                "empty_label": _("aucune"),
                "required": True,
            }
            drawn.append(Widget("fields/select.html", own))
        return drawn

    def _subject_widget(self) -> Widget:
        value = (
            subject.to_text(self.document.get("subject", ""))
            if self.data is None
            else self._typed("t.subject")
        )
        own = {
            "id": _id("t.subject"),
            "name": "t.subject",
            "label": _("Objet de la demande, dans les listes des agents"),
            "help": _("Une réponse se rappelle par sa clé entre accolades : Prêt pour {{ titre }}"),
            "value": value,
            "errors": self.errors.get("t.subject", []),
            "required": False,
        }
        return Widget("fields/input.html", own)

    def _parameters_widget(self) -> Widget:
        shown = self.parameters.shown(self.document.get("parameters"))
        typed = shown if self.data is None else self._typed("t.parameters")
        return self.parameters.widget("t.parameters", typed, self.errors.get("t.parameters", ()))


_SMALL: Document = {
    "pages": [{"key": "p", "title": "p", "fields": [{"key": "a", "type": "text", "label": "a"}]}]
}


def _id(name: str) -> str:
    return f"q-{name}".replace(".", "-")
