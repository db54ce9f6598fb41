"""What a person can do with what was decided, by an agent or by silence: have it attested, ask why, contest it."""

from dataclasses import dataclass, field

from parvis.cases.models import Case, Outcome
from parvis.cases.story import Story
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.receipt_wording import ways_of_appeal

_CONTESTED = frozenset({Outcome.REFUSED, Outcome.PARTLY_GRANTED, Outcome.IMPLIED_REFUSED})


@dataclass(frozen=True)
class AfterDecision:
    """What the page offers: an attestation to ask or being made, reasons to ask, ways to contest."""

    may_ask_attestation: bool = False
    attestation_comes: bool = False
    may_ask_reasons: bool = False
    ways: list[str] = field(default_factory=list)


def after_decision(case: Case, story: Story, issued: list[IssuedDocument]) -> AfterDecision:
    """Return what the person may do now."""
    granted = case.outcome == Outcome.IMPLIED_GRANTED
    attested = any(document.kind == DocumentKind.ATTESTATION for document in issued)
    asked = granted and case.journal.filter(kind="attestation_asked").exists()
    refused = case.outcome == Outcome.IMPLIED_REFUSED
    return AfterDecision(
        may_ask_attestation=granted and not attested and not asked,
        attestation_comes=granted and asked and not attested,
        may_ask_reasons=refused and story.first("reasons_asked") is None,
        ways=ways_of_appeal("") if case.outcome in _CONTESTED else [],
    )
