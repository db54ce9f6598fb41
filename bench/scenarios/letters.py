"""Letters: what one page costs, drawn as a tagged PDF."""

import time
from datetime import date
from typing import Any

from bench.measures import Measure
from bench.run import Bench, scenario

LETTERS = 30


@scenario("letter")
def letter(bench: Bench) -> list[Measure]:
    """A decision of one page with its reasons, its ways of appeal and its code: one processor, no database."""
    from parvis.documents.services.render import render_pdf

    begun = time.process_time()
    made = render_pdf("decision", _decision(0))
    first = time.process_time() - begun
    begun = time.process_time()
    for rank in range(1, LETTERS + 1):
        made = render_pdf("decision", _decision(rank))
    took = (time.process_time() - begun) / LETTERS
    return [
        Measure("letter", "first_cpu_ms", first * 1000, "ms", bench.cases),
        Measure("letter", "cpu_ms", took * 1000, "ms", bench.cases),
        Measure("letter", "size_kb", len(made) / 1000, "kB", bench.cases),
    ]


def _decision(rank: int) -> dict[str, Any]:
    from parvis.documents.decision_wording import decision_sentences, decision_title
    from parvis.documents.letters import Decision, Outcome, Recipient, Service
    from parvis.documents.services.issue import letter_of

    decision = Decision(
        number=f"7K4-M29-{rank:03}",
        procedure="Demande d’abattage d’un arbre",
        subject="Abattage d’un chêne",
        received_on=date(2026, 1, 16),
        outcome=Outcome.REFUSED,
        text="Nous ne pouvons pas autoriser l’abattage de ce chêne.\n\nIl est protégé.",
        reasons_in_law="L’article L113-1 du code de l’urbanisme protège cet espace boisé.",
        reasons_in_fact="L’expertise du 3 février 2026 n’a montré aucun danger.",
        author_first_name="Jeanne",
        author_last_name="Martin",
        author_capacity="Adjointe au maire",
        decided_on=date(2026, 3, 1),
        last_day_to_appeal=date(2026, 5, 4),
        service=Service(
            body="Ville de Bernay",
            name="Service urbanisme",
            postal_address="Place Gustave Héon\n27300 Bernay",
            email="urbanisme@bernay.example",
            phone="02 32 46 63 00",
        ),
        recipient=Recipient(name="Éloïse Lefèvre", postal_address="4 rue de la Liberté\n27300 BERNAY"),
    )
    code = f"7Q4M09XKABCD{rank:04}"
    return letter_of(
        decision, title=decision_title(decision), paragraphs=decision_sentences(decision), code=code
    )
