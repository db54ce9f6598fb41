"""Putting the question of an action to those it names."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.cases.action_kinds import Run
from parvis.cases.models import ConsultationKind
from parvis.cases.services.consultations import ask
from parvis.cases.services.people_of import addresses_of, holders_of
from parvis.cases.services.timers import moment_after
from parvis.cases.services.workflow_messages import Written, send_to


def put_question(
    run: Run, kind: ConsultationKind, *, quorum: str = "all", signing: dict[str, Any] | None = None
) -> None:
    """Ask those whom the settings name, and write to them."""
    to, text = run.settings["to"], run.text("text")
    ask(
        run.case,
        run.flow,
        kind=kind,
        key=run.step.key or run.step.action.code,
        asked=[each for who in to for each in holders_of(run.case, run.flow, who)],
        question=text,
        due_at=moment_after(run.case, run.delay("delay"), run.values),
        quorum=quorum,
        signing=signing,
    )
    written = Written(_("Votre réponse est attendue : %(subject)s") % {"subject": run.case.subject}, text)
    for address in addresses_of(run.case, run.flow, to):
        send_to(run.case, address, written)
