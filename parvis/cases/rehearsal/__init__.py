"""Playing a case again on another version of its workflow, in a transaction that is taken back: nothing leaves.

``script`` writes a test from a case, ``playing`` plays it, ``comparing`` says in words what differs.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parvis.catalogue.models import ProcedureVersion
    from parvis.organisations.models import Agent


def broken_tests(version: "ProcedureVersion", by: "Agent | None") -> list[str]:
    """Play the tests of a procedure on a version about to be published; return those that differ, with how."""
    from parvis.cases.models import RecordedTest  # noqa: PLC0415
    from parvis.cases.services.recorded_tests import broken_on  # noqa: PLC0415 - named while applications are loading

    first = RecordedTest.objects.filter(procedure=version.procedure_id).select_related("made_by").first()
    return [said for _test, said in broken_on(version=version, by=by or first.made_by)] if first else []
