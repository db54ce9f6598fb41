"""Reads of the letters of a body: those in force, what each may recall."""

from django.db.models import QuerySet

from parvis.catalogue.expressions import CONTEXT_NAMES
from parvis.catalogue.forms.remarks import fields_of
from parvis.catalogue.models import (
    LetterTemplate,
    LetterTemplateVersion,
    LetterUse,
    Procedure,
    ProcedureVersion,
)
from parvis.catalogue.workflows.names import CASE
from parvis.common.errors import NotFound
from parvis.organisations.models import Organisation


def letters_of(organisation: Organisation, *, retired: bool = False) -> list[LetterTemplate]:
    """Return the templates of a body by title, with their procedure; ``retired`` ones too."""
    found = organisation.letter_templates.select_related("procedure").order_by("title", "pk")
    return list(found if retired else found.filter(retired_at__isnull=True))


def letter_codes(organisation: Organisation) -> set[str]:
    """Return every code that the body's letters have taken."""
    return set(organisation.letter_templates.values_list("code", flat=True))


def offered_letters(organisation_id: int, procedure_id: int) -> list[LetterTemplate]:
    """Return the letters that an agent may make for a case of a procedure, by title: with words, and not retired."""
    found = LetterTemplate.objects.filter(
        organisation=organisation_id, use=LetterUse.LETTER, retired_at__isnull=True, versions__isnull=False
    ).distinct()
    return [each for each in found.order_by("title", "pk") if each.procedure_id in {None, procedure_id}]


def letter_in_force(organisation_id: int, code: str) -> LetterTemplateVersion:
    """Return the words in force of a letter of a body. Raises NotFound when there is none."""
    found = _versions().filter(template__organisation=organisation_id, template__code=code).first()
    if found is None:
        raise NotFound(code)
    return found


def letter_of_decisions(organisation_id: int, procedure_id: int) -> LetterTemplateVersion | None:
    """Return the letter of a procedure's decisions, else that of the body's, None when it has none of its own."""
    found = _versions().filter(
        template__organisation=organisation_id,
        template__use=LetterUse.DECISION,
        template__retired_at__isnull=True,
    )
    own = found.filter(template__procedure=procedure_id).first()
    return own or found.filter(template__procedure__isnull=True).first()


def versions_of(template: LetterTemplate) -> list[LetterTemplateVersion]:
    """Return the versions of a letter, the last first, with who wrote each."""
    return list(template.versions.select_related("created_by").order_by("-number"))


def version_of(template: LetterTemplate, number: int) -> LetterTemplateVersion:
    """Return a version of a letter. Raises NotFound."""
    found = template.versions.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def latest_version(procedure: Procedure) -> ProcedureVersion | None:
    """Return the last version of a procedure, written or published."""
    return procedure.versions.order_by("-number").first()


def names_known(template: LetterTemplate) -> set[str]:
    """Return the names that the texts of a letter may read: its procedure's questions, and what every case has."""
    names = {*CONTEXT_NAMES, CASE}
    version = latest_version(template.procedure) if template.procedure else None
    if version is None:
        return names
    names |= {field["key"] for _path, field in fields_of(version.definition)}
    return names | set(version.definition.get("workflow", {}).get("forms", {}))


def _versions() -> QuerySet[LetterTemplateVersion]:
    return LetterTemplateVersion.objects.select_related("template").order_by("-number")
