"""Remarks of colleagues: left, settled, taken up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.access import get_procedure_to_build
from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.access import AgentSession
from parvis.studio.models import Remark, TrialLink

LONGEST, LONGEST_NAME = 2000, 100


@transaction.atomic
def leave_remark(*, procedure_id: int, by: AgentSession, place: str, text: str) -> Remark:
    """Say something of a question, a page or the form. Raises NotFound, Invalid (``text``)."""
    procedure = get_procedure_to_build(by, procedure_id)
    return Remark.objects.create(
        organisation_id=procedure.organisation_id,
        procedure=procedure,
        place=place[:200],
        text=_checked(text),
        author_id=by.agent_id,
        made_at=clock.now(),
    )


@transaction.atomic
def leave_trial_remark(*, link: TrialLink, name: str, place: str, text: str) -> Remark:
    """Say something of a form one tries by a link, which the actor has proved. Raises Invalid (``text``, ``name``)."""
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": [_("Écrivez %(most)d caractères au plus.") % {"most": LONGEST_NAME}]})
    return Remark.objects.create(
        organisation_id=link.organisation_id,
        procedure_id=link.version.procedure_id,
        place=place[:200],
        text=_checked(text),
        author_name=name or _("Quelqu’un qui a essayé"),
        link=link,
        made_at=clock.now(),
    )


@transaction.atomic
def settle_remark(*, remark_id: int, by: AgentSession, settled: bool = True) -> Remark:
    """Say that a remark is dealt with, or that it is not after all. Raises NotFound."""
    remark = Remark.objects.filter(pk=remark_id).first()
    if remark is None:
        raise NotFound
    get_procedure_to_build(by, remark.procedure_id)
    remark.settled_at = clock.now() if settled else None
    remark.settled_by_id = by.agent_id if settled else None
    remark.save(update_fields=["settled_at", "settled_by"])
    return remark


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid({"text": [_("Écrivez votre remarque.")]})
    if len(text) > LONGEST:
        raise Invalid({"text": [_("Écrivez %(most)d caractères au plus.") % {"most": LONGEST}]})
    return text
