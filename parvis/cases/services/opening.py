"""Opening a case from the workflow of another: by the one door of the intake, once for a key."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.action_kinds import ActionFailed
from parvis.cases.models import Case
from parvis.cases.services.case_links import link
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.saving import save_case
from parvis.catalogue.forms import engine
from parvis.catalogue.queries import offered_version
from parvis.common import actor
from parvis.common.errors import NotFound

DEEPEST = 8
"""How many demands may open one another in a row: procedures that open each other would never stop."""
DEPTH = "opened_in_a_row"


@transaction.atomic
def open_case(*, case_id: UUID, key: str, procedure: str, answers: Mapping[str, Any], name: str = "") -> UUID:
    """Open a case of a procedure that the body of another offers, in the name of its person; return its id.

    Called again with the same key, it returns the same case. Raises ActionFailed.
    """
    parent = access.get_case(case_id, lock=True, whole=True)
    depth = parent.track.get(DEPTH, 0) + 1
    if depth > DEEPEST:
        said = _(
            "Déjà %(count)d demandes se sont ouvertes l’une après l’autre, chacune par la précédente : la suivante "
            "n’est pas ouverte. Un parcours ouvre sans doute la démarche qui l’a ouvert."
        )
        raise ActionFailed(said % {"count": DEEPEST}, again=False)
    try:
        version = offered_version(parent.organisation, procedure, internal=None)
    except NotFound:
        said = _("L’organisme ne propose pas la démarche « %(code)s ».") % {"code": procedure}
        raise ActionFailed(said, again=False) from None
    form = engine.compiled(version)
    given = {question: value for question, value in answers.items() if question in form.by_key}
    checked = engine.check_all(form, given, complete=False, context=engine.Context(channel=parent.channel))
    accepted = {
        question: value for question, value in checked.answers.items() if question not in checked.errors
    }
    opened = _lodge(parent, version, accepted, key)
    with actor.admitting(parent.pk, opened.pk):
        if not parent.links.filter(other=opened, name=name).exists():
            opened.track = {**opened.track, DEPTH: depth}
            save_case(opened, "track")
            link(parent, opened, name=name, opened=True)
            save_case(parent)
    return opened.pk


def _lodge(parent: Case, version: Any, answers: dict[str, Any], key: str) -> Case:
    deposit = read_deposit(
        version=version,
        organisation=parent.organisation,
        channel=parent.channel,  # type: ignore[arg-type]  # the column holds a code of IntakeChannel
        answers=answers,
        key=f"workflow:{key}",
        person_id=parent.person_id,
        language=parent.language,
    )
    if (
        parent.person_id
    ):  # the answers may repeat who asks: that person is known, and theirs alone to complete
        deposit = replace(deposit, person=None)
    return register_deposit(deposit=deposit)
