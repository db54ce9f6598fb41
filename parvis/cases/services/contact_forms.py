"""Contact forms: set by the administrator of a body, and the demands that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Case, ContactForm, IntakeChannel
from parvis.cases.services.mail_answers import Said
from parvis.cases.services.mail_files import Taken
from parvis.cases.services.words_case import Asked, case_of_words
from parvis.catalogue import queries as catalogue
from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.documents.models import StoredFile
from parvis.organisations.access import AgentSession, can_administer
from parvis.organisations.models import Organisation, Team
from parvis.organisations.names import clean_slug

MOST_TOPICS = 15
MOST_FILES = 10
_LONGEST_TOPIC, _LONGEST_SUBJECT, _LONGEST_CODE = 80, 120, 60


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an administrator writes of a form: whose it is, what it says, what one may choose."""

    team_id: int
    title: str
    introduction: str = ""
    thanks: str = ""
    topics: Sequence[str] = ()
    procedure_code: str = "contact"
    most_files: int = 5


@dataclass(frozen=True, kw_only=True)
class Written:
    """What someone wrote in a contact form, and how they want to be answered (``people.PreferredChannel``)."""

    topic: str = ""
    subject: str = ""
    text: str
    name: str
    answer_by: str
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    files: Sequence[StoredFile] = ()


def address_of(form: ContactForm) -> str:
    """Return the public address of a form, to print or to link to."""
    return f"{settings.PUBLIC_URL}/ecrire/{form.code}/"


@transaction.atomic
def set_contact_form(
    *, organisation: Organisation, words: Words, by: AgentSession, form_id: int | None = None
) -> ContactForm:
    """Write a contact form of a body; a new one takes its address for good.

    Raises NotForThisRole, NotFound, Invalid.
    """
    access.require(can_administer(by, organisation.pk))
    topics = [topic for each in words.topics if (topic := " ".join(each.split()))]
    team = Team.objects.filter(pk=words.team_id, organisation=organisation, is_active=True).first()
    _check(organisation, words, topics, team)
    if team is None:  # refused above, with the rest
        raise NotFound
    form = _own(organisation, form_id) if form_id else _new(organisation, team)
    form.team, form.title = team, words.title.strip()[:120]
    form.introduction, form.thanks = words.introduction.strip()[:1000], words.thanks.strip()[:600]
    form.topics, form.procedure_code, form.most_files = topics, words.procedure_code, words.most_files
    form.save()
    return form


@transaction.atomic
def open_contact_form(*, organisation_id: int, form_id: int, is_open: bool, by: AgentSession) -> ContactForm:
    """Open a form of a body, or close it: its address stays. Raises NotForThisRole, NotFound."""
    access.require(can_administer(by, organisation_id))
    form = ContactForm.objects.select_for_update().filter(pk=form_id, organisation_id=organisation_id).first()
    if form is None:
        raise NotFound
    form.is_open = is_open
    form.save(update_fields=["is_open"])
    return form


@transaction.atomic
def case_of_form(*, form: ContactForm, written: Written, key: str, person_id: UUID | None = None) -> Case:
    """Register the demand that someone wrote in a contact form, once a ``key``. Raises NotFound, NotCompetent."""
    asked = Asked(
        organisation=form.organisation,
        team=form.team,
        procedure_code=form.procedure_code,
        channel=IntakeChannel.WEB,
        key=f"form:{form.pk}:{key}",
        original=_evidence(form, written),
        received_at=clock.now(),
        person_id=person_id,
    )
    taken = Taken(files=list(written.files))
    case, _message = case_of_words(said=_said(written), taken=taken, asked=asked)
    return case


def _said(written: Written) -> Said:
    return Said(
        subject=subject_of(written),
        text=written.text,
        name=written.name,
        email=written.email,
        files=written.files,
        phone=written.phone,
        postal_address=written.postal_address,
        preferred=written.answer_by,
        chosen=True,
    )


def subject_of(written: Written) -> str:
    """Return what a demand is about: the subject typed, else the one chosen with the first words of the message."""
    if not written.topic:
        return written.subject[:_LONGEST_SUBJECT]
    first = next((line.strip() for line in written.text.splitlines() if line.strip()), "")
    room = _LONGEST_SUBJECT - len(written.topic) - 3
    short = first if len(first) <= room else f"{first[:room].rsplit(' ', 1)[0]}…"
    return f"{written.topic} – {short}"


def _check(body: Organisation, words: Words, topics: Sequence[str], team: Team | None) -> None:
    offered = {one.code for one in catalogue.procedures_for(body)}
    wrong = {
        "title": not words.title.strip() and _("Donnez un titre au formulaire."),
        "team": team is None and _("Choisissez un service de votre organisme."),
        "procedure": words.procedure_code not in offered
        and _("Votre organisme ne propose pas cette démarche : choisissez-en une autre."),
        "topics": (len(topics) > MOST_TOPICS or any(len(one) > _LONGEST_TOPIC for one in topics))
        and _("Écrivez au plus quinze sujets, de 80 caractères au plus, un par ligne."),
        "files": not 0 <= words.most_files <= MOST_FILES and _("Choisissez un nombre de 0 à 10."),
    }
    if any(wrong.values()):
        raise Invalid({name: [said] for name, said in wrong.items() if said})


def _own(body: Organisation, form_id: int) -> ContactForm:
    form = ContactForm.objects.select_for_update().filter(pk=form_id, organisation=body).first()
    if form is None:
        raise NotFound
    return form


def _new(body: Organisation, team: Team) -> ContactForm:
    code = wanted = clean_slug(f"{body.slug} {team.name}")[:_LONGEST_CODE].strip("-")
    for rank in range(2, 1000):
        if not ContactForm.objects.filter(code=code).exists():
            break
        code = f"{wanted[: _LONGEST_CODE - 4]}-{rank}"
    return ContactForm(organisation=body, code=code, created_at=clock.now())


def _evidence(form: ContactForm, written: Written) -> dict[str, object]:
    """Return what was written, as it was, with what the form offered then."""
    return {
        "form": form.code,
        "title": form.title,
        "topic": written.topic,
        "subject": written.subject,
        "text": written.text,
        "name": written.name,
        "answer_by": written.answer_by,
        "email": written.email,
        "phone": written.phone,
        "postal_address": written.postal_address,
        "files": [{"name": file.name, "sha256": file.sha256} for file in written.files],
    }
