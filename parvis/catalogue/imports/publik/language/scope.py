"""What each variable of a w.c.s. definition is here: an answer, an option of the body, the profile, the day."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.expressions.context import PERSON
from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.imports.publik.language.filters import Note
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Level, Need, Value, constant

_ROW = re.compile(r"(\d{1,3})(?:_(.+))?")
# Words that w.c.s. puts before the part of an answer that is wanted.
_WAYS = ("structured_", "live_", "raw_", "fields_", "form_var_", "var_", "form_")
_WHOLE = frozenset({"", "live", "structured", "structured_raw", "digest", "display"})
# Attributes of a user, by the part of our profile that holds them.
PROFILE = {
    "first_name": "first_name", "last_name": "last_name", "email": "email", "phone": "phone", "mobile": "phone",
    "address": "street", "street": "street", "zipcode": "postcode", "city": "city", "country": "country",
    "title": "civility", "birthdate": "birth_date", "birth_date": "birth_date", "usual_name": "birth_name",
}  # fmt: skip
CHANNELS = {"web": "web", "phone": "phone", "counter": "counter", "post": "mail", "email": "email"}
_NOT_YET = (
    "form_number", "form_receipt", "form_url", "form_status", "form_tracking_code", "form_evolution", "form_comment",
    "form_details", "form_workflow", "form_previous", "form_attachments", "form_criticality", "form_uri", "form_uuid",
)  # fmt: skip
_ELSEWHERE = {
    "cards": gettext_lazy("les fiches d’autres modèles ne se lisent pas dans une formule"),
    "forms": gettext_lazy("les autres demandes ne se lisent pas dans une formule"),
    "form_objects": gettext_lazy("les autres demandes ne se lisent pas dans une formule"),
    "form_parent": gettext_lazy("la demande d’origine ne se lit pas dans une formule"),
    "form_role": gettext_lazy("les rôles ne se lisent pas dans une formule"),
    "webservice": gettext_lazy("un appel à un autre logiciel ne se fait pas dans une formule"),
    "data_source": gettext_lazy("une source de données ne se lit pas dans une formule"),
    "request": gettext_lazy("l’adresse de la page ne se lit pas dans une formule"),
    "session_hash_id": gettext_lazy("la session ne se lit pas dans une formule"),
    "forloop": gettext_lazy("une boucle n’a pas d’équivalent"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the source reads of a question. ``rows``: the questions of a block, by their name in the source."""

    reads: Value
    raw: Value
    parts: Mapping[str, Value] = field(default_factory=dict)
    any_part: Callable[[str], Value] | None = None
    rows: "Mapping[str, Shape] | None" = None


Shape = Callable[[str], Answer]
"""Makes the answer that stands at a path: ``town``, ``children[0].name``."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that has a name in the source, and where its answer stands."""

    name: str
    shape: Shape
    path: str


@dataclass
class Parameters:
    """The options of the body: those of the form, and those its formulas read. ``told``: by our key, the parameters
    of the page's address that formulas read.
    """

    given: dict[str, Any] = field(default_factory=dict)
    used: dict[str, Any] = field(default_factory=dict)
    of_site: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def of_address(self, name: str) -> Value:
        """Return what a parameter of the page's address is worth: a hidden value will hold it."""
        key = next((key for key, told in self.told.items() if told == name), "")
        key = key or key_of(f"adresse {name}", self.told, fallback="adresse")
        self.told[key] = name
        return Value(key, Kind.TEXT, needs=(Need(key, '""'),))

    def read(self, name: str, *, of_site: bool = False) -> Value:
        """Return the option of a name, now a parameter of the definition."""
        if name not in self.keys:
            self.keys[name] = key_of(name, self.keys.values(), fallback="parametre")
        key, value = self.keys[name], self.given.get(name, "")
        self.used[key] = value
        if of_site:
            self.of_site.add(key)
        path = f"options.{key}"
        if isinstance(value, bool):
            return Value(path, Kind.BOOL)
        return Value(path, Kind.TEXT, needs=(Need(path, '""'),))


@dataclass(frozen=True)
class Scope:
    """The names that may be read at one place of a form: formulas only look back.

    ``later``: names of the questions that come after. ``own``: the question that « value » names. ``row``: those of
    the block that is read, by name, under ``row_prefixes``. ``facts``: texts known of the form. ``local``: names that a
    template gives. ``after``: what names are worth once the form is sent, in a workflow.
    """

    questions: tuple[Question, ...]
    parameters: Parameters
    note: Note
    later: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)
    own: Value | None = None
    row: Mapping[str, tuple[Shape, str]] = field(default_factory=dict)
    row_prefixes: tuple[str, ...] = ()
    local: Mapping[str, Value] = field(default_factory=dict)
    after: Callable[[str], Value | None] | None = None

    def resolve(self, path: str) -> Value:
        """Return what a name is worth. Raises NotUnderstood."""
        head, _dot, rest = path.partition(".")
        if head in self.local:
            return self._within(self.local[head], rest)
        name = path.replace(".", "_")
        if name == "value" and self.own is not None:
            return self.own
        if self.after is not None and (found := self.after(name)) is not None:
            return found
        for prefix in self.row_prefixes:
            if name.startswith(prefix):
                return self._of_row(name.removeprefix(prefix))
        if name.startswith("form_var_"):
            return self._answer(name.removeprefix("form_var_"))
        if name.startswith("form_option_"):
            return self.parameters.read(name.removeprefix("form_option_"))
        return self._context(name)

    def _within(self, value: Value, rest: str) -> Value:
        if not rest:
            return value
        if value.inner is not None and rest in value.inner:
            return value.inner[rest]
        raise NotUnderstood(_("« %(part)s » n’est pas une partie connue") % {"part": rest[:60]})

    def _answer(self, name: str) -> Value:
        known = {question.name for question in self.questions} | self.later
        found = max(
            (one for one in known if name == one or name.startswith(f"{one}_")), key=len, default=None
        )
        if found is None:
            self.note(
                _("aucune question n’a l’identifiant « %(name)s » : comme dans Publik, il ne vaut rien")
                % {"name": name}
            )
            return constant(None)
        part = name[len(found) + 1 :]
        asked = [one for one in self.questions if one.name == found]
        if not asked:
            raise NotUnderstood(
                _("la question « %(name)s » vient plus loin dans le formulaire") % {"name": found}
            )
        return part_of(asked, part)

    def _of_row(self, name: str) -> Value:
        found = max(
            (one for one in self.row if name == one or name.startswith(f"{one}_")), key=len, default=None
        )
        if found is None:
            raise NotUnderstood(_("le bloc n’a pas de question « %(name)s »") % {"name": name})
        shape, path = self.row[found]
        return _part(shape(path), name[len(found) + 1 :])

    def _context(self, name: str) -> Value:
        if name in self.facts:
            return constant(self.facts[name])
        match name:
            case "today":
                return Value("today", Kind.DATE)
            case "now":
                return Value("now", Kind.DATE_TIME)
            case "form_submission_channel":
                return Value("channel", Kind.CHOICE, labels=CHANNELS)
            case "form_submission_backoffice" | "is_in_backoffice" | "form_backoffice_submission":
                return Value('channel != "web"', Kind.BOOL, Level.RELATION)
            case "form_user" | "session_user" | "user":
                return Value("signed_in", Kind.BOOL)
        if told := in_address(name):
            return self.parameters.of_address(told)
        for prefix in ("form_user_", "session_user_"):
            if name.startswith(prefix):
                return _profile(name.removeprefix(prefix))
        return self._unknown(name)

    def _unknown(self, name: str) -> Value:
        for start, reason in _ELSEWHERE.items():
            if name == start or name.startswith(f"{start}_"):
                raise NotUnderstood(str(reason))
        if name.startswith(_NOT_YET) and self.after is not None:
            raise NotUnderstood(_("« %(name)s » n’a pas d’équivalent dans un parcours") % {"name": name})
        if name.startswith(_NOT_YET):
            raise NotUnderstood(_("« %(name)s » n’existe qu’une fois la demande envoyée") % {"name": name})
        if name.startswith("form_") or name.endswith(("_var", "_")) or "_var_" in name:
            raise NotUnderstood(_("la variable « %(name)s » n’est pas connue") % {"name": name})
        return self.parameters.read(name, of_site=True)


def in_address(name: str) -> str:
    """Return the parameter of the page's address that a name of w.c.s. reads, "" when it reads none.

    « ?session_var_x= » is kept under that very name, so that links already written go on.
    """
    if name.startswith("session_var_"):
        return name
    found = re.fullmatch(r"request_GET_(\w+)", name)
    return found[1] if found else ""


def _profile(name: str) -> Value:
    name = name.removeprefix("var_").removeprefix("_")
    if name in ("name", "display_name"):
        return Value('trim(person.first_name + " " + person.last_name)', Kind.TEXT)
    part = PROFILE.get(name)
    if part not in PERSON:
        raise NotUnderstood(_("le profil d’une personne n’a pas de donnée « %(name)s »") % {"name": name})
    path = f"person.{part}"
    if part == "birth_date":
        return Value(path, Kind.DATE, needs=(Need(path, '""'),))
    return Value(path, Kind.TEXT)


def _part(answer: Answer, name: str) -> Value:
    """Return a part of an answer, by the words that follow its name."""
    if name in _WHOLE:
        return answer.reads
    if name == "raw":
        return answer.raw
    if name in answer.parts:
        return answer.parts[name]
    if answer.rows is not None and (inner := _row_part(answer, name)) is not None:
        return inner
    for way in _WAYS:
        if name.startswith(way):
            return _part(answer, name.removeprefix(way))
    if answer.any_part is not None:
        return answer.any_part(name)
    raise NotUnderstood(
        _("la partie « %(name)s » de cette réponse n’a pas d’équivalent") % {"name": name[:60]}
    )


def part_of(questions: Sequence[Question], name: str) -> Value:
    """Return a part of the answer to the questions that share a name: of the first answered. Raises NotUnderstood."""
    return _either_of([_part(one.shape(one.path), name) for one in questions])


def _row_part(answer: Answer, name: str) -> Value | None:
    """Return what a row of a block holds: ``0_nom``, ``nom`` of the first row."""
    rows = answer.rows or {}
    place, rest = "0", name
    if found := _ROW.fullmatch(name):
        place, rest = found[1], found[2] or ""
        if not rest:
            raise NotUnderstood(_("une ligne entière d’un bloc n’a pas de texte dans nos formules"))
    rest = rest.removeprefix("var_")
    inner = max((one for one in rows if rest == one or rest.startswith(f"{one}_")), key=len, default=None)
    if inner is None:
        return None
    row = f"{answer.reads.cel}[{place}]" if answer.reads.kind is Kind.ROWS else answer.reads.cel
    return _part(rows[inner](row), rest[len(inner) + 1 :])


def _either_of(values: list[Value]) -> Value:
    """Return the first answered of the questions that share a name."""
    first, *others = values
    if not others:
        return first
    if any(one.kind is not first.kind for one in others):
        raise NotUnderstood(_("plusieurs questions de types différents ont cet identifiant"))
    labels: dict[str, str] | None = None
    if first.labels is not None:
        labels = {key: label for one in reversed(values) for key, label in (one.labels or {}).items()}
    cel = f"coalesce({', '.join(one.cel for one in reversed(values))})"
    needs = tuple(Need(cel, need.empty) for need in first.needs[:1])
    return replace(first, cel=cel, labels=labels, needs=needs, level=Level.ATOM)
