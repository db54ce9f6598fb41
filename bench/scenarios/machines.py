"""Cases lodged by other software."""

import json
import secrets

from bench import forms
from bench.measures import Measure
from bench.run import Bench, as_system, expect, scenario, timed


@scenario("api-create")
def create(bench: Bench) -> list[Measure]:
    """A simple case created over the API: authenticated, checked, journalled, indexed, receipt queued."""
    headers = {"Authorization": f"Bearer {_key()}", "Content-Type": "application/json"}
    visitor = bench.visitor()

    def lodge() -> float:
        sent = {**headers, "Idempotency-Key": secrets.token_hex(12)}
        return float(expect(visitor.send("POST", "/api/v1/cases", _PAYLOAD, sent), 201).first_byte_ms)

    return timed(bench, "api-create", lodge, times=300)


_PAYLOAD = json.dumps(
    {
        "procedure": forms.SIMPLE,
        "municipality": "99000",
        "answers": {
            "who": {"first_name": "Aude", "last_name": "Vasseur", "email": "aude@exemple.fr"},
            "street": "3 rue des Tilleuls",
            "kind": "see",
            "reason": "Le lampadaire devant l’école clignote depuis lundi, et s’éteint dès qu’il pleut.",
        },
    }
).encode()


def _key() -> str:
    from parvis.api.models import Scope
    from parvis.api.services.keys import create_key
    from parvis.organisations.models import Organisation

    with as_system():
        body = Organisation.objects.get(slug="commune-0")
        return create_key(organisation=body, name="banc", scopes=list(Scope), rate_limit=1_000_000)[1]
