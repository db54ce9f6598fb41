"""Who may see and change procedures. What is published is public; the rest belongs to its body's builders."""

from parvis.catalogue.models import Procedure, ProcedureVersion, VersionState
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Role


def can_build(session: AgentSession, organisation_id: int) -> bool:
    """An agent writes and publishes a body's procedures if habilitated to it on that whole body."""
    return Role.PROCEDURE_BUILDER in session.roles_in(organisation_id)


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
