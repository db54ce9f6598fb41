"""Writing the letters of a body: a template, and a new version at each change, with who, when and why."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.catalogue.field_types import clean_line
from parvis.catalogue.letter_queries import names_known
from parvis.catalogue.letters.document import faults, field_faults
from parvis.catalogue.models import LetterTemplate, LetterTemplateVersion, LetterUse, Procedure
from parvis.catalogue.services.reference_tables import check_code
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.common.journal import digest
from parvis.documents.errors import RefusedFile
from parvis.documents.names import safe_name
from parvis.documents.office.merging import read_model
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation


@transaction.atomic
def create_letter(
    *,
    organisation: Organisation,
    code: str,
    title: str,
    use: str = LetterUse.LETTER,
    procedure: Procedure | None = None,
) -> LetterTemplate:
    """Make a template without words yet. Raises Invalid."""
    check_code(code)
    title = clean_line(title)[:200]
    if not title:
        raise Invalid({"title": [_("Donnez un titre.")]})
    try:
        with transaction.atomic():
            return LetterTemplate.objects.create(
                organisation=organisation, procedure=procedure, code=code, title=title, use=LetterUse(use)
            )
    except IntegrityError:
        said = _("Un modèle de décision existe déjà pour cette démarche : modifiez-le ou retirez-le.")
        raise Invalid({"use": [said]}) from None


@transaction.atomic
def record_letter(
    *,
    template: LetterTemplate,
    document: Mapping[str, Any],
    reason: str,
    by: AgentSession | None = None,
    model: tuple[str, str, str] = ("", "", ""),
) -> LetterTemplateVersion:
    """Record the words of a letter as its next version; the same words as the one in force change nothing.

    ``model`` is the kind, the name and the storage key of a file to merge, whose fields were checked. Raises Invalid,
    by box (``letters.document.faults``).
    """
    kind, name, key = model
    wrong = (
        {} if kind else faults(document, names_known(template), decides=template.use == LetterUse.DECISION)
    )
    reason = clean_line(reason)[:300]
    LetterTemplate.objects.select_for_update().get(pk=template.pk)
    last = template.versions.order_by("-number").first()
    if not reason and last is not None:
        wrong["reason"] = [_("Dites pourquoi vous changez ce modèle : l’historique le garde.")]
    if wrong:
        raise Invalid(wrong)
    checksum = digest({"document": dict(document), "model": key})
    if last is not None and last.checksum == checksum:
        return last
    return LetterTemplateVersion.objects.create(
        template=template,
        number=last.number + 1 if last else 1,
        document=dict(document),
        checksum=checksum,
        model_kind=kind,
        model_name=name,
        model_key=key,
        created_at=clock.now(),
        created_by_id=by.agent_id if by else None,
        reason=reason or _("Première version"),
    )


def record_model(
    *, template: LetterTemplate, name: str, content: bytes, reason: str, by: AgentSession | None = None
) -> LetterTemplateVersion:
    """Check a DOCX or an ODT to merge, keep it, and record it as the next version. Raises Invalid under « file ».

    The content is written before the row, under a name of its own: what a rolled-back transaction leaves is a file
    that nobody names, and takes its own place again.
    """
    if template.use == LetterUse.DECISION:
        said = _(
            "Une lettre de décision s’écrit ici : ses mentions ne peuvent pas être vérifiées dans un fichier."
        )
        raise Invalid({"file": [said]})
    try:
        kind, fields = read_model(content)
    except RefusedFile as refusal:
        raise Invalid({"file": [str(refusal)]}) from None
    wrong = field_faults(fields, names_known(template))
    if wrong:
        raise Invalid({"file": wrong})
    key = f"letter-models/{hashlib.sha256(content).hexdigest()}.{kind}"
    if not default_storage.exists(key):
        key = default_storage.save(key, ContentFile(content))
    document = {"title": template.title, "parts": [], "fields": fields}
    return record_letter(
        template=template, document=document, reason=reason, by=by, model=(kind, safe_name(name), key)
    )


@transaction.atomic
def retire_letter(*, template: LetterTemplate, retired: bool) -> None:
    """Take a template out of use, or propose it again. Raises Invalid when another took its place."""
    template.retired_at = clock.now() if retired else None
    try:
        with transaction.atomic():
            template.save(update_fields=["retired_at"])
    except IntegrityError:
        raise Invalid({"": [_("Un autre modèle de décision a pris sa place.")]}) from None
