"""The book of cases that questions read (``catalogue.case_book``): who acts sees there what row security lets them."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format

from parvis.cases.models import Case
from parvis.cases.numbers import read_number, say_number
from parvis.catalogue.case_book import KnownCase
from parvis.common import actor

MOST_SHOWN = 30


class Book:
    """The cases of who acts."""

    def read(self, text: str) -> str | None:
        """Return the number typed, None when its check digit is wrong."""
        return read_number(text) if text.isascii() else None

    def written(self, number: str) -> str:
        """Return « 4821 0937 5512 »."""
        return say_number(number)

    def own(self, procedures: Collection[str]) -> list[KnownCase]:
        """Return the last cases of the person signed in; agents have none."""
        person = actor.current().person
        if person is None:
            return []
        cases = Case.objects.filter(person_id=person).order_by("-received_at", "-pk")
        if procedures:
            cases = cases.filter(procedure_code__in=procedures)
        return [_known(case) for case in cases[:MOST_SHOWN]]

    def find(self, number: str) -> tuple[str, KnownCase] | None:
        """Return the procedure and the case of that number, if who acts may see it."""
        case = Case.objects.visible_to(actor.current()).filter(number=number).first()
        return (case.procedure_code, _known(case)) if case else None


def _known(case: Case) -> KnownCase:
    received = date_format(timezone.localtime(case.received_at).date())
    return KnownCase(case.number, case.subject, received)
