"""Take the express decision (CRPA L211-2, L211-5, L212-1)."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import Outcome
from parvis.cases.services.treatment import DecisionWords, take_decision, tell_decision
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting


@register
class Decide(CaseAction):
    """Granted, granted in part or refused, in the name of the agent who makes the transition; its letter follows."""

    code, label = "decide", gettext_lazy("Décider")
    phase = Phase.TRANSACTION
    notifies = decides = True
    settings: ClassVar = (
        Setting(
            "outcome",
            Kind.CHOICE,
            gettext_lazy("Sens"),
            required=True,
            choices=(
                ("granted", Outcome.GRANTED.label),
                ("partly_granted", Outcome.PARTLY_GRANTED.label),
                ("refused", Outcome.REFUSED.label),
            ),
        ),
        Setting("text", Kind.RECALLING, gettext_lazy("Ce qui est décidé")),
        Setting("in_law", Kind.RECALLING, gettext_lazy("Motifs de droit")),
        Setting("in_fact", Kind.RECALLING, gettext_lazy("Motifs de fait")),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield the legal mentions that are missing."""
        if settings["outcome"] == "granted":
            return
        for key in ("in_law", "in_fact"):
            if key not in settings:
                yield key, _("un refus dit ses motifs, en droit et en fait (CRPA L211-5).")

    def says(self, settings: Mapping[str, Any]) -> str:
        """Return the sentence of the journal."""
        return _("Décision : %(outcome)s.") % {"outcome": Outcome(settings["outcome"]).label}

    def run(self, run: Run) -> None:
        """Decide. Raises ReasonsMissing, AuthorMissing, WrongState, ActionFailed when no agent decides."""
        if run.by is None:
            raise ActionFailed(
                _("Une décision est prise par un agent : aucun n’a fait cette étape."), again=False
            )
        words = DecisionWords(run.text("text"), run.text("in_law"), run.text("in_fact"))
        decision = take_decision(run.case, Outcome(run.settings["outcome"]), by=run.by, words=words)
        run.touch("state", "outcome")
        tell_decision(run.case, decision)
