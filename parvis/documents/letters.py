"""What each letter is made of. A field without a default is a mention that no caller may forget.

The sentences are in ``receipt_wording`` and ``decision_wording``; the layout is in ``letters/*.typ``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.deadlines.silence import Regime
from parvis.documents.errors import IncompleteLetter

MENTIONS = {
    "service": gettext_lazy("le service chargé de la demande"),
    "postal_address": gettext_lazy("son adresse postale"),
    "phone": gettext_lazy("son téléphone"),
    "implied_on": gettext_lazy("la date d’effet du silence"),
    "last_day_to_appeal": gettext_lazy("le dernier jour pour contester"),
}
"""What a receipt must say (CRPA R112-5), by stable code."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """The service in charge, as a receipt must name it (CRPA R112-5, 2°), and the body it belongs to."""

    body: str
    name: str
    postal_address: str
    email: str
    phone: str
    opening_hours: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """To whom a letter goes; the postal address shows through the window of the envelope."""

    name: str
    postal_address: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """An acknowledgement of receipt (accusé de réception, CRPA L112-3, R112-5, R112-11-1).

    ``implied_on`` is the day silence becomes a decision; empty when silence has no effect, or when an acceptance
    waits for ``missing_pieces``. ``last_day_to_appeal`` follows from it under rejection. ``answer_expected_on`` is a
    promise without effect in law, ``commitments`` are those of the service level, as sentences. ``follow_up_code``
    is secret: it is printed apart, to be cut off before showing the receipt to anyone; empty when it is not known any
    more. ``other_ways`` are sentences. ``court`` is the competent administrative court, when it is known.
    """

    number: str
    procedure: str
    subject: str
    received_at: datetime
    electronic: bool
    regime: Regime
    implied_on: date | None
    last_day_to_appeal: date | None
    service: Service
    recipient: Recipient
    follow_up_url: str
    follow_up_code: str = ""
    answer_expected_on: date | None = None
    commitments: Sequence[str] = ()
    missing_pieces: Sequence[str] = ()
    pieces_due_on: date | None = None
    other_ways: Sequence[str] = ()
    court: str = ""

    def lacks(self) -> list[str]:
        """Return the codes of ``MENTIONS`` that the law requires and this receipt lacks.

        As long as one lacks, time limits of appeal cannot be opposed to the person (CRPA L112-6).
        """
        told = {
            "service": self.service.name,
            "postal_address": self.service.postal_address,
            "phone": self.service.phone,
            "implied_on": self.implied_on or self._waits_for_pieces or not self._has_effect,
            "last_day_to_appeal": self.last_day_to_appeal or self.regime != Regime.SVR,
        }
        return [mention for mention, present in told.items() if not present]

    def missing_mentions(self) -> list[str]:
        """Return what this receipt lacks, in words."""
        return [str(MENTIONS[mention]) for mention in self.lacks()]

    @property
    def _has_effect(self) -> bool:
        return self.regime != Regime.NONE

    @property
    def _waits_for_pieces(self) -> bool:
        return self.regime == Regime.SVA and bool(self.missing_pieces)

    def facts(self) -> dict[str, str]:
        """Return what a check of this receipt may show to anyone: nothing personal."""
        return {
            "number": self.number,
            "procedure": self.procedure,
            "received_at": self.received_at.isoformat(),
            "body": self.service.body,
        }


class Outcome(StrEnum):
    """How a decision answers the demand."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An express decision.

    It carries its author's first name, name and capacity (CRPA L212-1); when unfavourable, even in part, its reasons
    in law and fact (L211-2, L211-5) and the ways of appeal. ``notified_on`` is the day the person receives it when
    that is known (electronic notification). Raises IncompleteLetter when a mention is empty.
    """

    number: str
    procedure: str
    subject: str
    received_on: date
    outcome: Outcome
    text: str
    reasons_in_law: str
    reasons_in_fact: str
    author_first_name: str
    author_last_name: str
    author_capacity: str
    decided_on: date
    service: Service
    recipient: Recipient
    place: str = ""
    notified_on: date | None = None
    last_day_to_appeal: date | None = None
    court: str = ""

    def __post_init__(self) -> None:
        told = {
            _("le prénom de son auteur"): self.author_first_name,
            _("le nom de son auteur"): self.author_last_name,
            _("la qualité de son auteur"): self.author_capacity,
            _("le texte de la décision"): self.text,
        }
        if self.outcome != Outcome.GRANTED:
            told[_("les raisons de droit")] = self.reasons_in_law
            told[_("les raisons de fait")] = self.reasons_in_fact
        missing = [mention for mention, words in told.items() if not words.strip()]
        if missing:
            sentence = _("Il manque à cette décision : %(mentions)s.") % {"mentions": ", ".join(missing)}
            raise IncompleteLetter(sentence, missing=missing)

    def facts(self) -> dict[str, str]:
        """Return what a check of this decision may show to anyone: neither its sense nor anything personal."""
        return {
            "number": self.number,
            "procedure": self.procedure,
            "decided_on": self.decided_on.isoformat(),
            "body": self.service.body,
        }


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """The attestation of an implied acceptance (CRPA L232-3): what was asked, when, and since when it is granted."""

    number: str
    procedure: str
    subject: str
    received_on: date
    granted_on: date
    delay: str
    service: Service
    recipient: Recipient

    def facts(self) -> dict[str, str]:
        """Return what a check of this attestation may show to anyone."""
        return {
            "number": self.number,
            "procedure": self.procedure,
            "decided_on": self.granted_on.isoformat(),
            "body": self.service.body,
        }


@dataclass(frozen=True, kw_only=True)
class OutageCertificate:
    """The certificate that the service failed, and what it moved for this person.

    ``moved`` are pairs of what was due and until when it is now, in words; ``attempts`` the moments at which the
    person tried in vain, in words. ``until`` is None while the service fails. Without a case (``is_attempt``),
    ``number`` is the reference of an attempt.
    """

    number: str
    since: datetime
    until: datetime | None
    what: str
    service: Service
    recipient: Recipient
    moved: Sequence[tuple[str, str]] = ()
    attempts: Sequence[str] = ()
    is_attempt: bool = False

    def facts(self) -> dict[str, str]:
        """Return what a check of this certificate may show to anyone."""
        return {
            "number": self.number,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else "",
            "body": self.service.body,
        }


@dataclass(frozen=True, kw_only=True)
class Transmission:
    """A whole demand handed to the competent body outside the platform, with its first receipt (CRPA L114-2).

    ``sections`` are the answers as the person saw them: a title, then pairs of a question and its answer; ``person``
    how to reach them, in lines; ``files`` the names of what goes with it.
    """

    number: str
    procedure: str
    subject: str
    received_on: date
    reason: str
    person: Sequence[str]
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    service: Service
    recipient: Recipient
    files: Sequence[str] = ()

    def facts(self) -> dict[str, str]:
        """Return what a check of this file may show to anyone."""
        return {
            "number": self.number,
            "procedure": self.procedure,
            "received_on": self.received_on.isoformat(),
            "body": self.service.body,
        }


@dataclass(frozen=True, kw_only=True)
class FreeLetter:
    """A letter whose words the body wrote: a title, paragraphs, and the agent who signs it (CRPA L111-2).

    ``wording`` says how each paragraph stands, when the body chose it; then ``paragraphs`` and ``author`` are not read.
    """

    number: str
    procedure: str
    title: str
    paragraphs: Sequence[str]
    author: str
    written_on: date
    service: Service
    recipient: Recipient
    wording: "Sequence[Paragraph]" = ()

    def facts(self) -> dict[str, str]:
        """Return what a check of this letter may show to anyone."""
        return {
            "number": self.number,
            "procedure": self.procedure,
            "written_on": self.written_on.isoformat(),
            "body": self.service.body,
        }


@dataclass(frozen=True)
class Paragraph:
    """A piece of a letter's wording, whatever it is drawn on.

    ``facts`` are pairs of a label and a value; ``apart`` is what must not be shown to others with the letter.
    ``drawing`` is the strokes of a signature (an SVG path in a frame of 600 by 200), "" when it was only typed.
    """

    style: Literal["heading", "text", "list", "facts", "address", "signature"]
    text: str = ""
    items: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = field(default=())
    apart: bool = False
    drawing: str = ""
