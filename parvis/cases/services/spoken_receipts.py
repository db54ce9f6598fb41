"""The receipt given to someone on the telephone or at the counter: number and code, in an SMS."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Case
from parvis.cases.numbers import say_number, secret_code
from parvis.cases.services.notices import address_of, follow_up_address
from parvis.channels.queries import was_written
from parvis.channels.registry import Written
from parvis.channels.services.failover import Way, reach
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession

PURPOSE = "spoken_receipt"


@transaction.atomic
def send_by_sms(*, case_id: UUID, by: AgentSession) -> str:
    """Send the number and the follow-up code of a case to its person's mobile, once; return that number.

    It is no receipt of the law, which leaves by itself. Raises CaseNotFound, NotForThisRole, Invalid without a mobile.
    """
    case = access.get_case(case_id, whole=True)
    access.require(access.can_answer(by, case))
    recipient = address_of(case.person, "sms") if case.person else ""
    if not recipient:
        raise Invalid({"": [_("La personne n’a pas donné de numéro de mobile.")]})
    with connection.cursor() as cursor:  # pressed twice at once, one leaves
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{PURPOSE}:{case.pk}"])
    if not was_written(case.pk, _link(case)):
        with translation.override(case.language):
            written = _written(case)
        reach(
            about=case.pk,
            organisation_id=case.organisation_id,
            purpose=PURPOSE,
            written=written,
            ways=[Way("sms", recipient)],
            sender_name=case.organisation.name,
        )
    return recipient


def _link(case: Case) -> str:
    """Return the address to follow the case, which tells this message from the others."""
    return f"{follow_up_address(case)}&sms=1"


def _written(case: Case) -> Written:
    facts = {"number": say_number(case.number), "code": secret_code("follow-up", case.pk)}
    text = _("Demande n° %(number)s enregistrée. Code de suivi : %(code)s.") % facts
    subject = _("Demande n° %(number)s") % facts
    return Written(subject=subject, text=text, short=f"{text}\n{follow_up_address(case)}", link=_link(case))
