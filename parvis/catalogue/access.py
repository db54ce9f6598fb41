"""Who may see and change procedures. What is published is public; the rest belongs to its body's builders."""

from typing import TypeVar

from django.db.models import QuerySet

from parvis.catalogue.models import (
    WRITABLE,
    DataSource,
    LetterTemplate,
    Procedure,
    ProcedureVersion,
    ReferenceTable,
    SharedBlock,
    VersionState,
)
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession, can_operate
from parvis.organisations.models import Role

Resource = TypeVar("Resource", ReferenceTable, DataSource, SharedBlock, LetterTemplate)


def can_build(session: AgentSession, organisation_id: int) -> bool:
    """A body's procedures are written and published by those habilitated to it on that whole body, by its
    administrators, and by the platform's operators, who set up bodies that have nobody yet.
    """
    own = session.roles_in(organisation_id)
    return bool(own & {Role.PROCEDURE_BUILDER, Role.BODY_ADMIN}) or can_operate(session)


def can_build_somewhere(session: AgentSession) -> bool:
    """Whoever builds the procedures of some body has work to do in the studio."""
    return any(can_build(session, body) for body in session.roles_by_body) or can_operate(session)


def get_version(version_id: int) -> ProcedureVersion:
    """Return a version that was published, whatever came after: cases were born under it. Raises NotFound."""
    try:
        return ProcedureVersion.objects.select_related("procedure").get(
            pk=version_id, state__in=[VersionState.PUBLISHED, VersionState.RETIRED]
        )
    except ProcedureVersion.DoesNotExist:
        raise NotFound from None


def get_procedure_to_build(session: AgentSession, procedure_id: int) -> Procedure:
    """Return a procedure that the agent may change. Raises NotFound for another body's."""
    procedure = Procedure.objects.filter(pk=procedure_id).first()
    if procedure is None or not can_build(session, procedure.organisation_id):
        raise NotFound
    return procedure


def get_draft(session: AgentSession, version_id: int, *, lock: bool = False) -> ProcedureVersion:
    """Return a version that the agent may write in. Raises NotFound: another body's, or one that was published."""
    versions = ProcedureVersion.objects.select_related("procedure")
    if lock:
        versions = versions.select_for_update(of=("self",))
    version = versions.filter(pk=version_id, state__in=WRITABLE).first()
    if version is None or not can_build(session, version.procedure.organisation_id):
        raise NotFound
    return version


def get_table(session: AgentSession, organisation_id: int, code: str) -> ReferenceTable:
    """Return a table of a body that the agent may change. Raises NotFound."""
    return _resource(session, ReferenceTable.objects.filter(organisation=organisation_id, code=code))


def get_source(session: AgentSession, organisation_id: int, code: str) -> DataSource:
    """Return a data source of a body that the agent may change. Raises NotFound."""
    return _resource(session, DataSource.objects.filter(organisation=organisation_id, code=code))


def get_block(session: AgentSession, organisation_id: int, code: str) -> SharedBlock:
    """Return a shared block of a body that the agent may change. Raises NotFound."""
    return _resource(session, SharedBlock.objects.filter(organisation=organisation_id, code=code))


def get_letter(session: AgentSession, organisation_id: int, code: str) -> LetterTemplate:
    """Return a letter of a body that the agent may change, with its procedure. Raises NotFound."""
    found = LetterTemplate.objects.filter(organisation=organisation_id, code=code)
    return _resource(session, found.select_related("procedure"))


def _resource(session: AgentSession, found: QuerySet[Resource]) -> Resource:
    resource = found.select_related("organisation").first()
    if resource is None or not can_build(session, resource.organisation_id):
        raise NotFound
    return resource
