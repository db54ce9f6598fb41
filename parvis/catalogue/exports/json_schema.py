"""The answers to a form as JSON Schema 2020-12: what a program must send, when each answer is needed."""

from typing import Any

from django.utils.translation import gettext_lazy

from parvis.catalogue.exports.documents import written
from parvis.catalogue.exports.json_conditions import schema_of
from parvis.catalogue.exports.registry import Exported, Exporter, register
from parvis.catalogue.expressions import Expression
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms.engine import Form, compile_form
from parvis.catalogue.forms.schemas import answers_schema
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import Remainder, What


@register
class JsonSchema(Exporter):
    """A question asked on condition is required on that condition; « x-condition » says it in our own words."""

    code, label = "json-schema", gettext_lazy("JSON Schema")
    suffix, media_type = ".schema.json", "application/schema+json"

    def write(self, definition: dict[str, Any]) -> Exported:
        """Return the schema of the answers."""
        form = compile_form(definition)
        schema = answers_schema(form)
        left: list[Remainder] = []
        rules: list[dict[str, Any]] = []
        for conditions, question in _questions(form):
            described = schema["properties"][question.key]
            _name_options(described, question)
            if question.default is not None:
                described["default"] = question.default
            if conditions:
                described["x-condition"] = " && ".join(f"({one.source})" for one in conditions)
                _require(question, conditions, rules, left)
            left += [
                Remainder(question.label, check.rule.source, What.VALIDATIONS, str(check.message))
                for check in question.checks
            ]
        return Exported(written({**schema, **({"allOf": rules} if rules else {})}), tuple(left))


def _questions(form: Form) -> list[tuple[list[Expression], Question]]:
    """Return the questions that hold an answer, with the conditions on which they are asked."""
    return [
        ([one for one in (page.condition, question.condition) if one is not None], question)
        for page in form.pages
        for question in page.questions
        if question.type.holds
    ]


def _name_options(described: dict[str, Any], question: Question) -> None:
    """Give each option its label: a list of values alone says nothing to whoever builds a page on it."""
    labels = {
        str(one["value"]): one["label"] for one in question.options.get("options", []) if "value" in one
    }
    for schema in (described, described.get("items")):
        if not isinstance(schema, dict):
            continue
        values = schema.get("enum", [])
        if values and all(value in labels for value in values):
            del schema["enum"]
            schema["oneOf"] = [{"const": value, "title": labels[value]} for value in values]


def _require(
    question: Question, conditions: list[Expression], rules: list[dict[str, Any]], left: list[Remainder]
) -> None:
    """Require the answer when its conditions hold, as far as a schema can say when."""
    if not question.required:
        return
    try:
        schemas = [schema_of(condition.tree) for condition in conditions]
    except Untranslatable as why:
        source = " && ".join(condition.source for condition in conditions)
        left.append(Remainder(question.label, source, What.CONDITIONS, str(why)))
        return
    test = schemas[0] if len(schemas) == 1 else {"allOf": schemas}
    rules.append({"if": test, "then": {"required": [question.key]}})
