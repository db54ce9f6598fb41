"""A letter of a workflow, from what its action was given: drawn once by the action, and again with signatures."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.letters import recipient_of, service_of
from parvis.catalogue.forms import engine
from parvis.common import clock
from parvis.documents.letters import FreeLetter, Paragraph


def letter_given(case: Case, given: Mapping[str, Any]) -> FreeLetter:
    """Return the letter whose words an action wrote down when it was asked for."""
    return FreeLetter(
        number=say_number(case.number),
        procedure=engine.compiled(case.version).title,
        title=given["title"],
        paragraphs=[part for part in given.get("text", "").split("\n\n") if part.strip()],
        author=given.get("author", ""),
        written_on=timezone.localdate(clock.now()),
        service=service_of(case),
        recipient=recipient_of(case),
        wording=[Paragraph(**part) for part in given.get("wording", ())],
    )
