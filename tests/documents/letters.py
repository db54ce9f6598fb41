"""Letters to make in tests: complete ones, changed as the test needs."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from parvis.deadlines.silence import Regime
from parvis.documents.letters import Decision, Outcome, Receipt, Recipient, Service

SERVICE = Service(
    body="Ville de Bernay",
    name="Service urbanisme",
    postal_address="Place Gustave Héon\n27300 Bernay",
    email="urbanisme@bernay.example",
    phone="02 32 46 63 00",
)
RECIPIENT = Recipient(name="Éloïse Lefèvre", postal_address="4 rue de la Liberté\n27300 BERNAY")


def receipt(**changes: Any) -> Receipt:
    facts: dict[str, Any] = {
        "number": "7K4-M29-XPQ",
        "procedure": "Demande d’abattage d’un arbre",
        "subject": "Abattage d’un chêne",
        "received_at": datetime(2026, 1, 16, 14, 5, tzinfo=ZoneInfo("Europe/Paris")),
        "electronic": True,
        "regime": Regime.SVR,
        "implied_on": date(2026, 3, 16),
        "last_day_to_appeal": date(2026, 5, 18),
        "service": SERVICE,
        "recipient": RECIPIENT,
        "follow_up_url": "https://parvis.example/suivi/",
    }
    return Receipt(**facts | changes)


def decision(**changes: Any) -> Decision:
    facts: dict[str, Any] = {
        "number": "7K4-M29-XPQ",
        "procedure": "Demande d’abattage d’un arbre",
        "subject": "Abattage d’un chêne",
        "received_on": date(2026, 1, 16),
        "outcome": Outcome.REFUSED,
        "text": "Nous ne pouvons pas autoriser l’abattage de ce chêne.",
        "reasons_in_law": "L’article L113-1 du code de l’urbanisme protège cet espace.",
        "reasons_in_fact": "L’expertise n’a montré aucun danger.",
        "author_first_name": "Jeanne",
        "author_last_name": "Martin",
        "author_capacity": "Adjointe au maire",
        "decided_on": date(2026, 3, 1),
        "place": "Bernay",
        "service": SERVICE,
        "recipient": RECIPIENT,
    }
    return Decision(**facts | changes)


def plain(words: str) -> str:
    """Return words with plain spaces and without line breaks, to be looked for in."""
    return " ".join(words.replace("\u00a0", " ").split())
