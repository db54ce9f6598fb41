"""Make a letter from a template, as PDF."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import access, journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import Attachment
from parvis.cases.services.free_letters import letter_given
from parvis.cases.services.letter_words import fields_for, write_letter
from parvis.cases.services.signatures import give_to_sign
from parvis.catalogue.letter_queries import letter_in_force
from parvis.catalogue.letters.document import BadLetter
from parvis.catalogue.models import LetterTemplateVersion
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting
from parvis.common import actor, clock
from parvis.common.errors import NotFound
from parvis.documents.letters import FreeLetter
from parvis.documents.models import IssuedDocument
from parvis.documents.office.merging import merge
from parvis.documents.services.issue import issue_letter, issue_merged


@register
class MakeLetter(CaseAction):
    """Drawn with the charter of the body, checked by its code; kept with the case, for the person or for agents."""

    code, label = "make_letter", gettext_lazy("Faire un courrier")
    phase = Phase.JOB
    named = "courrier"
    settings: ClassVar = (
        Setting(
            "letter",
            Kind.PROCEDURE,
            gettext_lazy("Modèle de courrier de l’organisme"),
            gettext_lazy("Son code, dans « Courriers » de l’atelier."),
        ),
        Setting("template", Kind.TEMPLATE, gettext_lazy("Modèle de ce parcours")),
        Setting("title", Kind.LINE, gettext_lazy("Titre")),
        Setting(
            "audience",
            Kind.CHOICE,
            gettext_lazy("Qui le lit"),
            choices=(
                ("person", gettext_lazy("la personne et les agents")),
                ("agents", gettext_lazy("les agents")),
            ),
            default="person",
        ),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield what is missing: a letter has words."""
        if "template" not in settings and "letter" not in settings:
            yield "letter", _("choisissez un modèle de courrier.")

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return the words of the letter, as they are now. Raises ActionFailed when they say nothing."""
        internal = run.chosen("audience") == "agents"
        if code := run.settings.get("letter"):
            return {**_given(run, code), "internal": internal}
        template = run.template()
        text = template.text(run.values) if template else ""
        if not text.strip():
            raise ActionFailed(_("Le modèle du courrier ne dit rien pour cette demande."), again=False)
        title = run.text("title") or (template.subject.said(run.values) if template else "")
        author = f"{run.by.name}, {run.by.capacity}" if run.by else ""
        return {"title": title or _("Courrier"), "text": text, "author": author, "internal": internal}

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:
        """Draw it and keep it, once for a key."""
        with transaction.atomic():
            case = access.get_case(UUID(case_id))
            letter = letter_given(case, given)
            theme = case.organisation.theme
        # An act of the administration is in French (loi 94-665, Constitution art. 2).
        with translation.override("fr"):
            if model := given.get("model"):
                document = _merged(letter, model, given["fields"], about=UUID(case_id), key=key)
            else:
                document = issue_letter(letter=letter, about=UUID(case_id), key=key, theme=theme)
        return {
            "document": str(document.pk),
            "internal": given["internal"],
            "template": given.get("template", ""),
        }

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Put it with the case, and its hash in the journal."""
        with actor.admitting(UUID(found["document"])):
            document = IssuedDocument.objects.get(pk=found["document"])
        Attachment.objects.create(
            organisation_id=run.case.organisation_id,
            case=run.case,
            file_id=document.file_id,
            is_internal=found["internal"],
            added_at=clock.now(),
        )
        facts = {"document": found["document"], "sha256": document.sha256}
        if found.get("template"):
            facts["template"] = found["template"]
        journal.record(run.case, "letter_made", facts=facts)
        give_to_sign(run, found["document"])


def _merged(
    letter: FreeLetter, model: Mapping[str, str], said: Mapping[str, str], *, about: UUID, key: str
) -> IssuedDocument:
    with default_storage.open(model["key"]) as opened:
        content = merge(model["kind"], opened.read(), said)
    return issue_merged(letter=letter, kind=model["kind"], content=content, about=about, key=key)


def _given(run: Run, code: str) -> dict[str, Any]:
    """Return the words of a letter of the body, and the version they come from. Raises ActionFailed."""
    try:
        version = letter_in_force(run.case.organisation_id, code)
        with translation.override("fr"):
            if version.model_kind:
                return _given_model(run, version)
            letter = write_letter(run.case, version, run.by, title=run.text("title"))
    except NotFound:
        said = _("L’organisme n’a pas de modèle de courrier « %(code)s ».") % {"code": code}
        raise ActionFailed(said, again=False) from None
    except BadLetter as wrong:
        raise ActionFailed(str(wrong), again=False) from None
    return {
        "title": letter.title,
        "wording": [asdict(paragraph) for paragraph in letter.wording],
        "template": f"{code}/{version.number}",
    }


def _given_model(run: Run, version: LetterTemplateVersion) -> dict[str, Any]:
    """Return what each field of a file says, as it is now. Raises BadLetter."""
    return {
        "title": run.text("title") or version.template.title,
        "model": {"kind": version.model_kind, "key": version.model_key},
        "fields": fields_for(run.case, version),
        "template": f"{version.template.code}/{version.number}",
    }
