"""Write answers from formulas: the questions of the service, or those of the person, with their history."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.catalogue.expressions.values import readable
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting


@register
class SetAnswers(CaseAction):
    """What a formula gives is kept as the answer, when the question accepts it; else it is left as it was."""

    code, label = "set_answers", gettext_lazy("Compléter des réponses")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("values", Kind.FORMULAS, gettext_lazy("Réponses, par question"), required=True),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:
        """Yield the questions that are not there."""
        for key in settings["values"]:
            if key not in named.questions:
                yield f"values/{key}", _("aucune question n’a la clé « %(key)s ».") % {"key": key}

    def run(self, run: Run) -> None:
        """Set the answers that are accepted."""
        given = run.formulas("values")
        service = engine.compiled_for_agents(run.case.version)
        if service is not None:
            _set(run, service, given, column="agent_answers")
        _set(run, engine.compiled(run.case.version), given, column="answers")


def _set(run: Run, form: engine.Form, given: Mapping[str, Any], *, column: str) -> None:
    held: dict[str, Any] = getattr(run.case, column)
    accepted, before, labels = {}, {}, []
    for key, value in given.items():
        question = form.by_key.get(key)
        settled = _settled(question, value) if question else None
        if question is None or settled is None or settled == held.get(key):
            continue
        accepted[key] = settled
        labels.append(question.label or key)
        if not question.type.is_empty(held.get(key, question.type.empty(question))):
            before[key] = question.type.to_text(question, held[key])
    if accepted:
        setattr(run.case, column, {**held, **accepted})
        run.touch(column)
        journal.record(
            run.case,
            "answers_set",
            facts={"questions": labels},
            personal={"before": before} if before else None,
        )


def _settled(question: Any, value: Any) -> Any:
    """Return a value as the question keeps it, None when it does not accept it: a number is also tried as a text."""
    accepted, errors = question.type.settle(question, value)
    if errors and isinstance(value, int | float):
        accepted, errors = question.type.settle(question, readable(value))
    return None if errors else accepted
