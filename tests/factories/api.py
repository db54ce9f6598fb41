"""Keys of the API, and a town whose procedure has a form."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from parvis.api.models import Scope
from parvis.api.services.keys import create_key
from parvis.organisations.models import Organisation, Role, Team
from tests.factories.catalogue import field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory
from tests.harness.strictness import StrictClient

CODE = "abattage-arbre"
ANSWERS = {"who": {"last_name": "Vasseur", "first_name": "Aude"}, "reason": "Il penche vers la maison."}


@dataclass
class Caller:
    """A body, its team and another software that holds one of its keys."""

    body: Organisation
    team: Team
    client: Client
    key: str

    def get(self, path: str, data: Any = None) -> Any:
        return self.client.get(f"/api/v1{path}", data, headers=self._headers())

    def post(self, path: str, data: Any, **headers: str) -> Any:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            f"/api/v1{path}", data, content_type="application/json", headers={**self._headers(), **headers}
        )

    def send_file(self, file: Any) -> Any:
        return self.client.post("/api/v1/files", {"file": file}, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


def make_caller(*, scopes: Any = tuple(Scope), rate_limit: int = 600, code: str = CODE) -> Caller:
    """Make a body that offers a procedure, and a key of it. Call as the system."""
    body = OrganisationFactory(municipality=True)
    team = TeamFactory(organisation=body, competent_for=[code])
    AgentFactory(organisation=body, with_role=Role.CASE_HANDLER, with_role__on=[team])
    publish(
        body,
        [
            field("person", "who", required=False),
            field("long_text", "reason"),
            field("yes_no", "protected", required=False),
            field("file", "plan", required=False, condition="reason != ''", accept=["pdf", "png"]),
        ],
        code=code,
        title="Couper un arbre",
        subject="reason",
        roles={"person": "who"},
    )
    _key, text = create_key(organisation=body, name="Logiciel d’essai", scopes=scopes, rate_limit=rate_limit)
    return Caller(body, team, StrictClient(raise_request_exception=False), text)


def a_case(**changes: Any) -> dict[str, Any]:
    """Return a case as another software sends it."""
    return {"procedure": CODE, "answers": {"reason": "Il penche vers la maison."}, **changes}
