"""Questions whose answer is an object of answers of other types: a period is two dates."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from parvis.catalogue import sampling
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    element_id,
    must_be,
    refuse,
    registry,
)
from parvis.common.errors import Invalid

Errors = dict[str, list[str]]


class Compound(FieldType):
    """Base of such types. ``parts`` are questions, whose keys are those of the value; a part without an answer holds
    the empty value of its type. ``inline``: the boxes stand side by side.
    """

    template = "fields/group.html"
    inline: ClassVar[bool] = False

    def parts(self, question: Question) -> tuple[Question, ...]:
        """Return the questions it is made of."""
        raise NotImplementedError

    def check_whole(self, question: Question, value: dict[str, Any]) -> None:
        """Refuse what is wrong between parts, each accepted by itself. Nothing by default."""

    def empty(self, question: Question) -> Any:
        """Every part empty, so that an expression may read any."""
        return {part.key: part.type.empty(part) for part in self.parts(question)}

    def is_empty(self, value: Any) -> bool:
        """Return whether no part is answered."""
        if isinstance(value, dict):
            return all(_is_blank(part) for part in value.values())
        return super().is_empty(value)

    def lacking(self, question: Question) -> Errors:
        """Say it part by part."""
        return _prefixed(
            {part.key: part.type.lacking(part) for part in self.parts(question) if part.required}
        ) or super().lacking(question)

    def sample(self, question: Question, luck: Random) -> Any:
        """Return a sample of every part, once they go together."""
        for _draw in range(sampling.MOST_DRAWS):
            value = {part.key: part.type.sample(part, luck) for part in self.parts(question)}
            accepted, refused = self.settle(question, value)
            if accepted is not None and not refused:
                return accepted
        return super().sample(question, luck)

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every part."""
        kept = kept if isinstance(kept, dict) else {}
        return {
            part.key: part.type.read(part, data, f"{name}.{part.key}", kept.get(part.key))
            for part in self.parts(question)
        }

    def typed(self, question: Question, value: Any) -> Any:
        """Fill every part."""
        value = value if isinstance(value, dict) else {}
        return {part.key: part.type.typed(part, value.get(part.key)) for part in self.parts(question)}

    def parse(self, question: Question, typed: Any) -> Any:
        """Make a value of every part, or say everything that cannot be read at once."""
        value, errors = dict[str, Any](), dict[str, Errors]()
        for part in self.parts(question):
            given = typed.get(part.key) if isinstance(typed, dict) else None
            try:
                value[part.key] = part.type.parse(
                    part, part.type.typed(part, None) if given is None else given
                )
            except Invalid as invalid:
                errors[part.key] = invalid.errors
        if errors:
            raise Invalid(_prefixed(errors))
        return value

    def check(self, question: Question, value: Any) -> Any:
        """Check every part, then the whole, and say everything that is wrong at once."""
        must_be(value, dict)
        parts = self.parts(question)
        if set(value) - {part.key for part in parts}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        checked = {part.key: part.type.empty(part) for part in parts}
        errors: dict[str, Errors] = {}
        for part in parts:
            given = value.get(part.key)
            try:
                if not part.type.is_empty(given):
                    checked[part.key] = part.type.check(part, given)
                elif part.required:
                    errors[part.key] = part.type.lacking(part)
            except Invalid as invalid:
                errors[part.key] = invalid.errors
        if errors:
            raise Invalid(_prefixed(errors))
        self.check_whole(question, checked)
        return checked

    def file_boxes(self, question: Question, value: Any) -> dict[str, Question]:
        """The boxes of its parts."""
        value = value if isinstance(value, dict) else {}
        return {
            f"{part.key}.{place}" if place else part.key: box
            for part in self.parts(question)
            for place, box in part.type.file_boxes(part, value.get(part.key)).items()
        }

    def texts(self, question: Question, value: Any) -> Iterator[tuple[Question, str]]:
        """Yield each part answered, with its answer as it is read."""
        for part in self.parts(question):
            if not part.type.is_empty(value.get(part.key)):
                yield part, part.type.to_text(part, value[part.key])

    def to_text(self, question: Question, value: Any) -> str:
        """Return the answers, one a line."""
        return "\n".join(text for _part, text in self.texts(question, value))

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of the parts; one that may stay blank may hold its empty value."""
        parts = self.parts(question)
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [part.key for part in parts if part.required],
            "properties": {part.key: _part_schema(part) for part in parts},
        }

    def widget(self, question: Question, name: str, typed: Any, errors: Errors) -> Widget:
        """Draw a group of the parts."""
        group = super().widget(question, name, "", errors)
        typed = typed if isinstance(typed, dict) else {}
        group.context["layout"] = "inline" if self.inline else ""
        group.context["widgets"] = [
            part.type.widget(
                replace(part, required=question.required and part.required),
                f"{name}.{part.key}",
                typed[part.key] if part.key in typed else part.type.typed(part, None),
                _own(part.key, errors),
            )
            for part in self.parts(question)
        ]
        return group


def part(key: str, code: str, label: str, *, required: bool = True, **options: Any) -> Question:
    """Return a question of a registered type, to be a part."""
    return Question(key=key, type=registry.get(code), label=label, required=required, options=options)


def alone(question: Question, name: str, box: Widget, errors: Errors) -> Widget:
    """Return the only box of a question as the question itself: a group of one would say everything twice."""
    own = {"id": element_id(name), "key": name, "label": question.label, "help": question.help}
    said = [*errors.get("", []), *box.context["errors"]]
    return Widget(box.template, {**box.context, **own, "required": question.required, "errors": said})


def _is_blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(inner in ("", None, [], {}) for inner in value.values())
    return value is None or value in ("", [])


def _part_schema(part: Question) -> dict[str, Any]:
    schema = {"title": part.label, **part.type.schema(part)}
    return schema if part.required else {"anyOf": [schema, {"const": part.type.empty(part)}]}


def _prefixed(errors: dict[str, Errors]) -> Errors:
    """Name what is said of each part, and of what is inside it, as their inputs."""
    return {
        f"{key}.{inner}" if inner else key: said for key, own in errors.items() for inner, said in own.items()
    }


def _own(key: str, errors: Errors) -> Errors:
    """Return what is said of one part, by its own parts."""
    named = ((name.partition("."), said) for name, said in errors.items())
    return {inner: said for (own, _dot, inner), said in named if own == key}
