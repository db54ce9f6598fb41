"""Asking that running cases go on under another version of their procedure: told first, then done by a job."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases.tasks import move_version
from parvis.catalogue.access import get_procedure_to_build
from parvis.catalogue.models import ProcedureVersion
from parvis.common import jobs
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession


@transaction.atomic
def ask_move(
    *, origin: ProcedureVersion, to: ProcedureVersion, places: Mapping[str, str], by: AgentSession
) -> None:
    """Have the drafts and open cases of a version moved to another; each journals it, as the agent who asked.

    ``places`` gives the step of the new workflow for steps that it does not have. Raises NotFound for another body's
    procedure, Invalid when the versions are not of one procedure.
    """
    get_procedure_to_build(by, origin.procedure_id)
    if origin.procedure_id != to.procedure_id or origin.pk == to.pk:
        raise Invalid({"to": [_("Ces versions ne sont pas celles d’une même démarche.")]})
    jobs.defer(
        move_version,
        queueing_lock=f"move:{origin.pk}",
        origin_id=origin.pk,
        to_id=to.pk,
        agent_id=by.agent_id,
        places=" ".join(f"{old}:{new}" for old, new in places.items()),
    )
