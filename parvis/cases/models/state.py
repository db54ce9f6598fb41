"""The life cycle in law: few states, in code. A procedure's own statuses map onto them (ARCHITECTURE §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalState(models.TextChoices):
    """Where a case stands in law. Clocks, statistics and access speak these only."""

    DRAFT = "draft", _("brouillon")
    RECEIVED = "received", _("reçue")
    IN_PROGRESS = "in_progress", _("en cours d’examen")
    WAITING_FOR_PERSON = "waiting_for_person", _("en attente de votre réponse")
    WAITING_FOR_THIRD_PARTY = "waiting_for_third_party", _("en attente d’un autre service")
    DECIDED = "decided", _("décision prise")
    CLOSED = "closed", _("terminée")
    WITHDRAWN = "withdrawn", _("retirée")
    TRANSFERRED_OUT = "transferred_out", _("transmise à un autre organisme")


OPEN = frozenset(
    {
        LegalState.RECEIVED,
        LegalState.IN_PROGRESS,
        LegalState.WAITING_FOR_PERSON,
        LegalState.WAITING_FOR_THIRD_PARTY,
    }
)
WAITING = frozenset({LegalState.WAITING_FOR_PERSON, LegalState.WAITING_FOR_THIRD_PARTY})
ENDED = frozenset({LegalState.CLOSED, LegalState.WITHDRAWN, LegalState.TRANSFERRED_OUT})

_FROM_OPEN = OPEN | {LegalState.DECIDED, LegalState.CLOSED, LegalState.WITHDRAWN, LegalState.TRANSFERRED_OUT}

# Which state may follow which; read by ``services.saving.move`` and nowhere else.
TRANSITIONS: dict[LegalState, frozenset[LegalState]] = {
    **dict.fromkeys(OPEN, _FROM_OPEN),
    LegalState.DECIDED: frozenset({LegalState.CLOSED, LegalState.IN_PROGRESS}),
    LegalState.CLOSED: frozenset({LegalState.IN_PROGRESS}),
    LegalState.WITHDRAWN: frozenset(),
    LegalState.TRANSFERRED_OUT: frozenset(),
}
