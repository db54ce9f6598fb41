"""A trial as the script of a test: the same steps, made again, then read in the journal as those of a real case are."""

from collections.abc import Sequence
from datetime import datetime

from parvis.cases.rehearsal.script import Script, script_of
from parvis.cases.simulation.stage import fictitious
from parvis.cases.simulation.steps import make, settle
from parvis.catalogue.models import ProcedureVersion
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation

_BY = {"b:": "agent", "p:": "person"}


def script_of_trial(
    *,
    version: ProcedureVersion,
    body: Organisation,
    by: AgentSession,
    steps: Sequence[str],
    draw: int,
    at: datetime,
) -> tuple[Script, str]:
    """Return the script of a trial and the status where it ends. Raises NotFound, and what a step is refused for."""
    with fictitious(version=version, body=body, by=by, draw=draw, at=at) as stage:
        settle(stage)
        for code in steps:
            make(stage, code)
        with stage.standing():
            case = stage.case()
            script = script_of(case, stage.flow)
    # Who tries plays every part: the journal of a trial does not tell agents from the person.
    hands = [_BY[code[:2]] for code in steps if code[:2] in _BY]
    pressed = [step for step in script["steps"] if step["do"] == "press"]
    for step, hand in zip(pressed, hands, strict=False):
        step["by"] = hand
    return script, case.status
