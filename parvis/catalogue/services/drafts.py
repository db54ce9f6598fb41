"""Opening what is written next, and giving it up."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parvis.catalogue.access import get_procedure_to_build
from parvis.catalogue.forms.schemas import FORMAT
from parvis.catalogue.models import (
    WRITABLE,
    Passage,
    Procedure,
    ProcedureVersion,
    VersionEvent,
    VersionState,
)
from parvis.common import clock
from parvis.common.errors import Invalid, NotAllowed
from parvis.common.journal import digest
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation

BLANK: dict[str, Any] = {"format": FORMAT, "audience": ["individual"], "form": {"pages": []}}


@transaction.atomic
def open_draft(
    *, procedure_id: int, by: AgentSession, source: ProcedureVersion | None = None
) -> ProcedureVersion:
    """Return the version of a procedure that is being written; made from the last one, or ``source``, if there is none.

    Raises NotFound for another body's procedure.
    """
    procedure = Procedure.objects.select_for_update().get(pk=get_procedure_to_build(by, procedure_id).pk)
    written = written_version(procedure)
    if written is not None:
        return written
    origin = source or procedure.versions.filter(state=VersionState.PUBLISHED).first()
    origin = origin or procedure.versions.order_by("-number").first()
    return record_draft(procedure, origin.definition if origin else blank_definition(procedure), by)


@transaction.atomic
def begin_procedure(
    *,
    organisation: Organisation,
    title: str,
    code: str,
    by: AgentSession,
    definition: dict[str, Any] | None = None,
) -> ProcedureVersion:
    """Make a new procedure of a body and the draft of its first version: blank, or a copy of ``definition``.

    Raises Invalid (``code``) when the body has a procedure of that code already.
    """
    procedure, is_new = Procedure.objects.get_or_create(
        organisation=organisation, code=code, defaults={"title": title}
    )
    if not is_new:
        raise Invalid(
            {
                "code": [
                    _("Votre organisme a déjà une démarche de ce nom dans l’adresse. Choisissez-en un autre.")
                ]
            }
        )
    document = {**definition, "code": code, "title": title} if definition else blank_definition(procedure)
    return record_draft(procedure, document, by)


@transaction.atomic
def discard_draft(*, version_id: int, by: AgentSession) -> None:
    """Give up a version that was never published; a procedure that has no other goes with it.

    Raises NotFound, or NotAllowed for a version that was published: cases stand on it.
    """
    version = ProcedureVersion.objects.select_for_update().filter(pk=version_id).first()
    procedure = get_procedure_to_build(by, version.procedure_id if version else 0)
    if version is None or version.state not in WRITABLE:
        raise NotAllowed(_("Cette version a été publiée : elle est gardée pour les demandes déjà reçues."))
    version.delete()
    if not procedure.versions.exists():
        procedure.delete()


def written_version(procedure: Procedure) -> ProcedureVersion | None:
    """Return the version that is being written: newer than what is published."""
    latest = procedure.versions.order_by("-number").first()
    return latest if latest is not None and latest.state in WRITABLE else None


def record_draft(
    procedure: Procedure, definition: dict[str, Any], by: AgentSession | None
) -> ProcedureVersion:
    """Record a definition as the next version of a procedure, in draft. The procedure is locked by who calls."""
    last = procedure.versions.aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=last + 1,
        definition=definition,
        checksum=digest(definition),
        created_at=now,
    )
    VersionEvent.objects.create(
        version=version, passage=Passage.DRAFTED, by_id=by.agent_id if by else None, at=now
    )
    return version


def blank_definition(procedure: Procedure) -> dict[str, Any]:
    """Return the definition of a procedure that says nothing yet but its title, with one page to fill."""
    page = {"key": "etape-1", "title": _("Votre demande"), "fields": []}
    return {**BLANK, "code": procedure.code, "title": procedure.title, "form": {"pages": [page]}}
