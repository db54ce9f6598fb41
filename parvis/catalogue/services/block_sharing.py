"""Making a block of one procedure the one that the procedures of a body share."""

from django.db import transaction

from parvis.catalogue.access import get_procedure_to_build
from parvis.catalogue.composition.places import field_at
from parvis.catalogue.models import ProcedureVersion, SharedBlockVersion, VersionState
from parvis.catalogue.services.drafts import open_draft, written_version
from parvis.catalogue.services.editing import edit_question
from parvis.catalogue.services.shared_blocks import record_block
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession


@transaction.atomic
def share_block(
    *, procedure_id: int, address: str, code: str, title: str, by: AgentSession
) -> SharedBlockVersion:
    """Record the questions of a procedure's block as those of the body's shared block of a code.

    The procedure's own block then says that it is a copy of it, in the version being written: one is opened if none
    is. Raises NotFound, Invalid, BadDefinition.
    """
    procedure = get_procedure_to_build(by, procedure_id)
    base = written_version(procedure) or procedure.versions.filter(state=VersionState.PUBLISHED).first()
    if base is None:
        raise NotFound
    field = field_at(base.definition, address).field
    if field.get("type") != "block":
        raise NotFound
    version = record_block(
        organisation=procedure.organisation, code=code, title=title, fields=list(field["fields"]), by=by
    )
    if field.get("block") != code:
        draft: ProcedureVersion = open_draft(procedure_id=procedure_id, by=by)
        held = field_at(draft.definition, address).field
        edit_question(version_id=draft.pk, by=by, address=address, new={**held, "block": code})
    return version
