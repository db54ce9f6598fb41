"""Letters that go by post: what a person is written when nothing else reaches them, and decisions on paper."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.letters import recipient_of, service_of
from parvis.cases.services.notices import address_of
from parvis.cases.services.reaching import ask_to_reach
from parvis.catalogue.forms import engine
from parvis.channels.models import OutboundMessage
from parvis.channels.queries import message_about, was_written
from parvis.channels.registry import Written
from parvis.channels.services.delivering import give_letter
from parvis.channels.services.failover import Way, reach
from parvis.common import actor
from parvis.documents.letters import FreeLetter
from parvis.documents.models import IssuedDocument
from parvis.documents.services.issue import issue_letter


def draw_letter(*, case_id: UUID, message_id: UUID) -> None:
    """Draw the letter of a message that goes by post, once, and have it leave. Called by a job, again without harm."""
    with transaction.atomic(), actor.admitting(message_id):
        case = access.get_case(case_id)
        message = message_about(case.pk, message_id)
        if message.attachments:
            return
        letter, theme = _letter(case, message), case.organisation.theme
    with translation.override("fr"):  # an act of the administration (loi 94-665, Constitution art. 2)
        document = issue_letter(letter=letter, about=case_id, key=f"message:{message_id}", theme=theme)
    with transaction.atomic(), actor.admitting(message_id, document.pk, document.file_id):
        give_letter(message_id=message_id, files=[file_of(document)])


@transaction.atomic
def post_decision(*, case_id: UUID, document_id: UUID) -> OutboundMessage | None:
    """Have the letter of a decision leave by post, once, unless its person consented to electronic exchanges.

    Paper is what opens time limits without that consent (Défenseur des droits, 2019). Returns None when nothing is
    posted: the person consented and reads it on line, or gave no address, which an agent is then asked to obtain.
    """
    with actor.admitting(document_id):
        case = access.get_case(case_id, lock=True, whole=True)
        document = IssuedDocument.objects.select_related("file").get(pk=document_id)
        person = case.person
        if person is None or was_written(case.pk, str(document_id)):
            return None
        if person.electronic_consent_at and person.preferred_channel != "post":
            return None
        if not person.postal_address:
            ask_to_reach(case_id=case.pk, key=str(document_id), why={"lacks": "address"})
            return None
        with actor.admitting(document.file_id):
            files = [file_of(document)]
        return reach(
            about=case.pk,
            organisation_id=case.organisation_id,
            purpose="decision",
            written=Written(
                subject=str(document.get_kind_display()), text="", short="", link=str(document_id)
            ),
            ways=[Way("post", address_of(person, "post"))],
            binding=True,
            sender_name=case.organisation.name,
            attachments=files,
        )


def file_of(document: IssuedDocument) -> dict[str, str]:
    """Return the file of an issued document as a message carries it."""
    return {"name": document.file.name, "media_type": document.file.media_type, "key": document.file.key}


def _letter(case: Case, message: OutboundMessage) -> FreeLetter:
    written_on = timezone.localdate(message.queued_at)
    with translation.override("fr"):
        dated = _("Le %(day)s") % {"day": date_format(written_on, "j F Y")}
    return FreeLetter(
        number=say_number(case.number),
        procedure=engine.compiled(case.version).title,
        title=message.subject,
        paragraphs=[dated, *(part for part in message.text.split("\n\n") if part.strip())],
        author="",
        written_on=written_on,
        service=service_of(case),
        recipient=recipient_of(case),
    )
