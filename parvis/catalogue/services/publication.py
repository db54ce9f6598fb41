"""Taking a definition in, and saying which version takes deposits."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parvis.catalogue import publication_checks
from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.events import VersionPublished
from parvis.catalogue.forms.lint import Level, errors, lint
from parvis.catalogue.models import (
    WRITABLE,
    Passage,
    Procedure,
    ProcedureVersion,
    VersionEvent,
    VersionState,
)
from parvis.catalogue.workflows.definition import compile_workflow
from parvis.catalogue.workflows.walks import stuck_stories
from parvis.common import clock
from parvis.common.events import publish
from parvis.common.journal import digest
from parvis.organisations.models import Agent, Organisation


@transaction.atomic
def import_definition(*, organisation: Organisation, definition: dict[str, Any]) -> ProcedureVersion:
    """Record a definition as the next version of the body's procedure of that code, in draft.

    A definition the procedure already has, whatever its state, is returned as it is: importing twice changes
    nothing. One that lacks what the law or the reader needs is kept: it waits to be completed. Raises BadDefinition.
    """
    wrong = errors(lint(definition), Level.ERROR)
    if wrong:
        raise BadDefinition(wrong)
    procedure = _procedure(organisation, definition)
    checksum = digest(definition)
    known = procedure.versions.filter(checksum=checksum).first()
    if known is not None:
        return known
    last = procedure.versions.aggregate(last=Max("number"))["last"] or 0
    return ProcedureVersion.objects.create(
        procedure=procedure,
        number=last + 1,
        definition=definition,
        checksum=checksum,
        created_at=clock.now(),
    )


@transaction.atomic
def publish_version(
    *, version: ProcedureVersion, by: Agent | None = None, reason: str = ""
) -> ProcedureVersion:
    """Make a version the one that takes deposits; the former is retired, its cases keep it.

    Publishing again what is published changes nothing; a retired version may come back, and a draft that says what
    one said gives way to it. ``reason`` is kept with who and when. Raises BadDefinition when it is not usable, or
    lacks what the law or the reader needs, leaves cases stuck in its workflow (``workflows.walks``), or is refused by a
    room above (``publication_checks``): a recorded test gives something else.
    """
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    version.refresh_from_db(fields=["state"])
    if version.state == VersionState.PUBLISHED:
        return version
    lacking = errors(lint(version.definition))
    if lacking:
        raise BadDefinition(lacking, _("Cette démarche n’est pas complète. Complétez-la, puis publiez-la."))
    _refuse_stuck_cases(version)
    _refuse_what_rooms_refuse(version, by)
    version = _standing(version)
    for former in (
        procedure.versions.filter(state=VersionState.PUBLISHED).exclude(pk=version.pk).defer("definition")
    ):
        _retire(former, by, "")
    version.state = VersionState.PUBLISHED
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["state", "published_at", "published_by"])
    record_passage(version, Passage.PUBLISHED, by=by, reason=reason)
    _copy_texts(procedure, version.definition)
    procedure.save()
    publish(VersionPublished(procedure_id=procedure.pk, version_id=version.pk))
    return version


@transaction.atomic
def retire_version(*, version: ProcedureVersion, by: Agent | None = None, reason: str = "") -> None:
    """Stop taking deposits with a published version; the procedure is no longer offered until another is published."""
    Procedure.objects.select_for_update().get(pk=version.procedure_id)
    version.refresh_from_db(fields=["state"])
    if version.state == VersionState.PUBLISHED:
        _retire(version, by, reason)


def record_passage(
    version: ProcedureVersion, passage: Passage, *, by: Agent | None = None, reason: str = ""
) -> VersionEvent:
    """Keep who made a version pass to another state, when and why."""
    return VersionEvent.objects.create(version=version, passage=passage, reason=reason, by=by, at=clock.now())


def _retire(version: ProcedureVersion, by: Agent | None, reason: str) -> None:
    version.state = VersionState.RETIRED
    version.save(update_fields=["state"])
    record_passage(version, Passage.RETIRED, by=by, reason=reason)


def _standing(version: ProcedureVersion) -> ProcedureVersion:
    """Return the version to publish: the retired one that said the same, if any; the draft then has nothing to add."""
    if version.state not in WRITABLE:
        return version
    before = ProcedureVersion.objects.filter(procedure_id=version.procedure_id, checksum=version.checksum)
    known = before.exclude(state__in=WRITABLE).first()
    if known is None:
        return version
    version.delete()
    return known


def _procedure(organisation: Organisation, definition: dict[str, Any]) -> Procedure:
    """Return the body's procedure of that code, locked, made if it is new."""
    Procedure.objects.get_or_create(
        organisation=organisation, code=definition["code"], defaults={"title": definition["title"]}
    )
    return Procedure.objects.select_for_update().get(organisation=organisation, code=definition["code"])


def _copy_texts(procedure: Procedure, definition: dict[str, Any]) -> None:
    """Copy what lists and search read."""
    procedure.title = definition["title"]
    procedure.summary = definition["summary"]
    procedure.category = definition["category"]
    elsewhere = [texts.get("/title", "") for texts in definition.get("translations", {}).values()]
    procedure.keywords = " ".join(filter(None, [*definition.get("keywords", []), *elsewhere]))
    procedure.audience = definition["audience"]
    procedure.is_active = True


def _refuse_stuck_cases(version: ProcedureVersion) -> None:
    """Raise BadDefinition, with the story of each, when cases drawn at random get stuck in the workflow."""
    flow = compile_workflow(version.definition)
    stories = stuck_stories(version.definition, flow) if flow else []
    if stories:
        told = [f"{each.stuck} {' '.join(each.sentences)}" for each in stories]
        raise BadDefinition({"/workflow": told}, _("Des demandes resteraient bloquées dans ce parcours."))


def _refuse_what_rooms_refuse(version: ProcedureVersion, by: Agent | None) -> None:
    said = publication_checks.refusals(version, by)
    if said:
        raise BadDefinition(
            {"/workflow": said}, _("Des tests de cette démarche ne donnent plus le même résultat.")
        )
