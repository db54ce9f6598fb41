"""A whole trial: the steps so far played again from the beginning, what came of each, what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases.simulation.stage import Stage, fictitious
from parvis.cases.simulation.steps import Offer, make, offers, settle
from parvis.cases.simulation.telling import Standing, Told, standing, tell
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.presentation import Section
from parvis.catalogue.models import ProcedureVersion
from parvis.common import clock
from parvis.common.errors import DomainError, NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation

MOST_STEPS = 40


@dataclass
class Trial:
    """What a trial gives to read. ``refused`` says why the last step could not be made; it is then left out."""

    told: list[Told] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    standing: Standing | None = None
    answers: list[Section] = field(default_factory=list)
    at: datetime | None = None
    refused: str = ""


def try_out(
    *,
    version: ProcedureVersion,
    body: Organisation,
    by: AgentSession,
    steps: Sequence[str],
    draw: int = 1,
    at: datetime | None = None,
) -> Trial:
    """Play steps on a fictitious case; nothing of it is kept. Raises NotFound without a workflow."""
    trial = Trial()
    with fictitious(version=version, body=body, by=by, draw=draw, at=at or clock.now()) as stage:
        settle(stage)
        trial.told.append(tell(stage, _("La demande est déposée")))
        for code in steps[:MOST_STEPS]:
            try:
                with transaction.atomic():
                    done = make(stage, code)
            except NotFound:  # it names what the engine looked for, a key
                trial.refused = _("Cela ne peut plus être fait : le parcours a changé.")
                break
            except DomainError as refusal:
                trial.refused = str(refusal)
                break
            trial.told += _told(stage, done)
            trial.steps.append(code)
        trial.offers = offers(stage)
        trial.standing, trial.at = standing(stage), stage.at
        with stage.standing():
            trial.answers = engine.present(stage.form, stage.case().answers)
    return trial


def _told(stage: Stage, done: str) -> list[Told]:
    """Return what came by itself during a step, each at its moment, then the step if it has more to say."""
    last = tell(stage, done)
    if stage.came and not last.sentences and not last.letters and last.at == stage.came[-1].at:
        return stage.came
    return [*stage.came, last]
