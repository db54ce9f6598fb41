"""The life of a version as builders make it: put to the test, published, retired, with who, when and why."""

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue import access
from parvis.catalogue.errors import Overtaken, Unchanged
from parvis.catalogue.models import Passage, ProcedureVersion, VersionState
from parvis.catalogue.services.publication import publish_version, record_passage, retire_version
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent

LONGEST_REASON = 500


@transaction.atomic
def publish_draft(*, version_id: int, by: AgentSession, reason: str, seen: str) -> ProcedureVersion:
    """Publish what is being written; ``seen`` is the checksum of what the builder read before deciding.

    Raises NotFound, Overtaken when it changed since, Unchanged when it says what is published already, Invalid
    (``reason``), BadDefinition when it is not ready.
    """
    version = access.get_draft(by, version_id, lock=True)
    if seen != version.checksum:
        raise Overtaken(
            _("Le brouillon a changé depuis que vous avez ouvert cette page. Relisez, puis publiez.")
        )
    published = version.procedure.versions.filter(state=VersionState.PUBLISHED).first()
    if published is not None and published.checksum == version.checksum:
        raise Unchanged
    return publish_version(version=version, by=_agent(by), reason=_checked(reason))


@transaction.atomic
def put_to_test(*, version_id: int, by: AgentSession) -> ProcedureVersion:
    """Let colleagues try a draft by a private link. Raises NotFound."""
    return _pass(version_id, by, VersionState.WORKSHOP, Passage.WORKSHOP)


@transaction.atomic
def back_to_draft(*, version_id: int, by: AgentSession) -> ProcedureVersion:
    """End the test of a draft: its links open nothing more. Raises NotFound."""
    return _pass(version_id, by, VersionState.DRAFT, Passage.BACK_TO_DRAFT)


@transaction.atomic
def retire_published(*, procedure_id: int, by: AgentSession, reason: str) -> None:
    """Take a procedure offline: no deposit any more, those received go on. Raises NotFound, Invalid (``reason``)."""
    procedure = access.get_procedure_to_build(by, procedure_id)
    version = procedure.versions.filter(state=VersionState.PUBLISHED).first()
    if version is None:
        raise NotFound(_("Cette démarche n’est pas en ligne."))
    retire_version(version=version, by=_agent(by), reason=_checked(reason))


def _pass(version_id: int, by: AgentSession, state: VersionState, passage: Passage) -> ProcedureVersion:
    version = access.get_draft(by, version_id, lock=True)
    if version.state != state:
        version.state = state
        version.save(update_fields=["state"])
        record_passage(version, passage, by=_agent(by))
    return version


def _agent(by: AgentSession) -> Agent:
    return Agent.objects.get(pk=by.agent_id)


def _checked(reason: str) -> str:
    """Return the reason, or refuse one that is missing: what a body publishes, it answers for."""
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid({"reason": [_("Écrivez pourquoi : vos collègues le liront dans l’historique.")]})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": [_("Écrivez %(most)d caractères au plus.") % {"most": LONGEST_REASON}]})
    return reason
