"""Tests of workflows: kept from a case or written step by step, played again, accepted anew, forgotten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import RecordedTest
from parvis.cases.rehearsal.comparing import differences, sentence
from parvis.cases.rehearsal.playing import rehearse
from parvis.cases.rehearsal.script import Script, script_from_nothing, script_of
from parvis.cases.simulation.keeping import script_of_trial
from parvis.cases.test_queries import agent_named
from parvis.catalogue.forms import engine
from parvis.catalogue.models import Procedure, ProcedureVersion
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common import clock
from parvis.common.errors import DomainError, Invalid, NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent

MOST_TESTS, MOST_STEPS = 50, 60


@transaction.atomic
def record_test(*, version: ProcedureVersion, name: str, number: str, by: Agent) -> RecordedTest:
    """Keep as a test what a case of the procedure lived, played on a version. Without a number, begin an empty one.

    Whoever records sees the case: builders as such see none. Raises Invalid.
    """
    _check_name(version.procedure, name)
    script = _script_of_case(version, number) if number.strip() else _empty_script(version)
    return RecordedTest.objects.create(
        procedure=version.procedure,
        name=name.strip(),
        script=script,
        expected=rehearse(version, script, by=by),
        version=version.number,
        made_at=clock.now(),
        made_by=by,
    )


@transaction.atomic
def record_trial(
    *,
    version: ProcedureVersion,
    name: str,
    session: AgentSession,
    steps: Sequence[str],
    draw: int,
    at: datetime,
) -> RecordedTest:
    """Keep a trial of a version as a test. Raises Invalid, also when a step of it cannot be played again by a test."""
    _check_name(version.procedure, name)
    by = agent_named(session.agent_id)
    try:
        script, ended = script_of_trial(
            version=version, body=version.procedure.organisation, by=session, steps=steps, draw=draw, at=at
        )
    except DomainError:
        raise Invalid({"name": [_("Cet essai ne peut plus être refait : le parcours a changé.")]}) from None
    expected = rehearse(version, script, by=by)
    if not expected["seen"] or expected["seen"][-1]["status"] != ended:
        raise Invalid({"name": [_("Un des pas de cet essai ne peut pas encore être rejoué par un test.")]})
    return RecordedTest.objects.create(
        procedure=version.procedure,
        name=name.strip(),
        script=script,
        expected=expected,
        version=version.number,
        made_at=clock.now(),
        made_by=by,
    )


@transaction.atomic
def add_step(*, test_id: int, version: ProcedureVersion, step: dict[str, Any], by: Agent) -> RecordedTest:
    """Add a step to a test, and keep what comes of it. Raises NotFound, Invalid."""
    test = _held(version.procedure, test_id)
    if len(test.script["steps"]) >= MOST_STEPS:
        raise Invalid({"step": [_("Un test a 60 étapes au plus.")]})
    return _rewritten(test, version, [*test.script["steps"], step], by)


@transaction.atomic
def remove_last_step(*, test_id: int, version: ProcedureVersion, by: Agent) -> RecordedTest:
    """Take the last step of a test away, and keep what comes of the others. Raises NotFound."""
    test = _held(version.procedure, test_id)
    return _rewritten(test, version, test.script["steps"][:-1], by)


@transaction.atomic
def play_test(*, test_id: int, version: ProcedureVersion, by: Agent) -> RecordedTest:
    """Play a test on a version and keep what differs. Raises NotFound."""
    test = _held(version.procedure, test_id)
    test.differences = differences(test.expected, rehearse(version, test.script, by=by))
    test.played_at, test.played_on = clock.now(), version.number
    test.save(update_fields=["differences", "played_at", "played_on"])
    return test


@transaction.atomic
def accept_course(*, test_id: int, version: ProcedureVersion, by: Agent) -> RecordedTest:
    """Take what comes of a test on a version as what must come of it from now on. Raises NotFound."""
    test = _held(version.procedure, test_id)
    return _rewritten(test, version, test.script["steps"], by)


@transaction.atomic
def forget_test(*, procedure: Procedure, test_id: int) -> None:
    """Delete a test. Raises NotFound."""
    _held(procedure, test_id).delete()


def play_all(*, version: ProcedureVersion, by: Agent) -> list[RecordedTest]:
    """Play every test of a procedure on a version; return them with what differs."""
    tests = RecordedTest.objects.filter(procedure=version.procedure_id).values_list("pk", flat=True)
    return [play_test(test_id=key, version=version, by=by) for key in list(tests)]


def broken_on(*, version: ProcedureVersion, by: Agent) -> list[tuple[RecordedTest, str]]:
    """Play the tests of a procedure on a version; return those that differ, each with how in a sentence."""
    return [
        (test, _("Test « %(name)s » : %(what)s.") % {"name": test.name, "what": sentence(first).rstrip(".")})
        for test in play_all(version=version, by=by)
        for first in (test.differences or [])[:1]
    ]


def _rewritten(
    test: RecordedTest, version: ProcedureVersion, steps: list[dict[str, Any]], by: Agent
) -> RecordedTest:
    test.script = {**test.script, "steps": steps}
    test.expected = rehearse(version, test.script, by=by)
    test.version, test.differences = version.number, None
    test.save(update_fields=["script", "expected", "version", "differences"])
    return test


def _held(procedure: Procedure, test_id: int) -> RecordedTest:
    held = RecordedTest.objects.select_for_update(of=("self",))
    test = held.filter(pk=test_id, procedure=procedure.pk).first()
    if test is None:
        raise NotFound
    return test


def _check_name(procedure: Procedure, name: str) -> None:
    known = RecordedTest.objects.filter(procedure=procedure)
    if not name.strip() or len(name.strip()) > 120:
        raise Invalid({"name": [_("Donnez un nom à ce test : 120 caractères au plus.")]})
    if known.filter(name=name.strip()).exists():
        raise Invalid({"name": [_("Un autre test a déjà ce nom.")]})
    if known.count() >= MOST_TESTS:
        raise Invalid({"name": [_("Une démarche a 50 tests au plus : supprimez-en un.")]})


def _script_of_case(version: ProcedureVersion, number: str) -> Script:
    try:
        case = access.get_case_by_number(number)
    except CaseNotFound:
        said = _(
            "Aucune demande que vous voyez n’a ce numéro. Un agent qui l’a traitée peut la garder comme test, une fois "
            "terminée, depuis sa page."
        )
        raise Invalid({"number": [said]}) from None
    flow = workflow_of(case.version)
    if case.version.procedure_id != version.procedure_id or flow is None:
        raise Invalid({"number": [_("Cette demande n’est pas de cette démarche, ou n’a pas de parcours.")]})
    return script_of(case, flow)


def _empty_script(version: ProcedureVersion) -> Script:
    if workflow_of(version) is None:
        raise Invalid({"name": [_("Cette version n’a pas de parcours.")]})
    return script_from_nothing(engine.compiled(version))
