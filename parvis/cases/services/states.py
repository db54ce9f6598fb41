"""Changing where a case stands, without a word to the person."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import OPEN, Case, LegalState
from parvis.cases.services.saving import move, save_case
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession


@transaction.atomic
def change_state(*, case_id: UUID, to: LegalState, by: AgentSession) -> Case:
    """Say that a case is examined, or waits for the person or for a third party. Ends have their own verbs.

    Raises Invalid, CaseNotFound, NotForThisRole, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    if to not in OPEN or to == LegalState.RECEIVED:
        raise Invalid({"to": [_("Choisissez l’état dans la liste.")]})
    move(case, to)
    save_case(case, "state")
    return case
