"""Carrying a change of a shared block to procedures: one operation, all of it or nothing, kept with who and why."""

import copy
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.access import can_build
from parvis.catalogue.block_impacts import Impact, impacts
from parvis.catalogue.composition.places import field_at
from parvis.catalogue.errors import BadDefinition, Overtaken
from parvis.catalogue.models import BlockSpread, ProcedureVersion, SharedBlock, SharedBlockVersion
from parvis.catalogue.services.drafts import open_draft
from parvis.catalogue.services.editing import edit_question
from parvis.catalogue.services.publication import publish_version
from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent

LONGEST_REASON = 300


@transaction.atomic
def spread_block(
    *,
    version: SharedBlockVersion,
    procedures: Collection[int],
    by: AgentSession,
    reason: str = "",
    publish: bool = False,
) -> BlockSpread:
    """Put a version of a block in procedures: in the draft of each, opened if there is none, or online at once.

    With ``publish``, those being rewritten are only changed in their draft. Raises NotFound for another body's block or
    a procedure it does not change, Overtaken when the block has a newer version, BadDefinition when a procedure to
    publish would no longer hold, Invalid (``reason``, ``procedures``).
    """
    block = SharedBlock.objects.select_for_update().get(pk=version.block_id)
    if not can_build(by, block.organisation_id):
        raise NotFound
    if block.versions.latest("number").pk != version.pk:
        raise Overtaken
    reason = _checked(reason, procedures, publish=publish)
    found = {impact.procedure.pk: impact for impact in impacts(version)}
    if set(procedures) - found.keys():
        raise NotFound
    author = Agent.objects.get(pk=by.agent_id)
    changes = [
        _carry(found[key], version, by, author if publish else None, reason) for key in sorted(procedures)
    ]
    return BlockSpread.objects.create(
        version=version, made_at=clock.now(), made_by=author, reason=reason, changes=changes
    )


def _carry(
    impact: Impact, version: SharedBlockVersion, by: AgentSession, publisher: Agent | None, reason: str
) -> dict[str, Any]:
    """Change one procedure, and tell what became of it. ``publisher``: who puts it online, if it is to be."""
    online = publisher is not None and not impact.is_being_written
    if online and impact.problems:
        raise BadDefinition({impact.procedure.code: list(impact.problems)})
    draft = open_draft(procedure_id=impact.procedure.pk, by=by)
    for place in impact.blocks:
        held = field_at(draft.definition, place.address).field
        new = {**held, "fields": copy.deepcopy(version.fields)}
        draft = edit_question(version_id=draft.pk, by=by, address=place.address, new=new).version
    made: ProcedureVersion = publish_version(version=draft, by=publisher, reason=reason) if online else draft
    return {
        "procedure": impact.procedure.pk,
        "code": impact.procedure.code,
        "title": impact.procedure.title,
        "from": impact.base.number,
        "to": made.number,
        "published": online,
    }


def _checked(reason: str, procedures: Collection[int], *, publish: bool) -> str:
    reason = " ".join(reason.split())
    if not procedures:
        raise Invalid({"procedures": [_("Choisissez au moins une démarche.")]})
    if publish and not reason:
        raise Invalid({"reason": [_("Écrivez pourquoi : vos collègues le liront dans l’historique.")]})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": [_("Écrivez %(most)d caractères au plus.") % {"most": LONGEST_REASON}]})
    return reason
