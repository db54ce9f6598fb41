"""Call another software: signed, under one key however often it is tried, its answer kept by name."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.signed_calls import asked, plain_address, signature
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting

SECONDS, LONGEST = 20, 60


@register
class CallWebService(CaseAction):
    """What follows in the status waits for the answer, read by formulas as ``case.results.<key>``.

    Each call carries « Idempotency-Key », the same at each try, and « X-Parvis-Signature » (HMAC-SHA256 of the moment,
    a dot, the body) when a secret is set. A refusal of the request (4xx) is not tried again.
    """

    code, label = "call_web_service", gettext_lazy("Appeler un autre logiciel")
    phase = Phase.JOB
    named = "appel"
    awaited = True
    settings: ClassVar = (
        Setting("url", Kind.ADDRESS, gettext_lazy("Adresse"), required=True),
        Setting(
            "method",
            Kind.CHOICE,
            gettext_lazy("Méthode"),
            choices=tuple((name, name) for name in ("GET", "POST", "PUT", "PATCH", "DELETE")),
            default="GET",
        ),
        Setting("query", Kind.FORMULAS, gettext_lazy("Paramètres de l’adresse")),
        Setting("body", Kind.FORMULAS, gettext_lazy("Données envoyées")),
        Setting("headers", Kind.FORMULAS, gettext_lazy("En-têtes")),
        Setting(
            "secret",
            Kind.LINE,
            gettext_lazy("Nom du secret qui signe"),
            gettext_lazy("Le secret lui-même est donné par l’exploitant."),
        ),
        Setting("seconds", Kind.NUMBER, gettext_lazy("Temps laissé, en secondes"), default=SECONDS),
        Setting(
            "on_error",
            Kind.CHOICE,
            gettext_lazy("Si rien n’y fait"),
            choices=(
                ("stop", gettext_lazy("rester là, et le dire aux agents")),
                ("continue", gettext_lazy("continuer sans la réponse")),
            ),
            default="stop",
        ),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield what is wrong: the address begins as those of the web do."""
        if not settings["url"].startswith(("https://", "http://", "{{")):
            yield "url", _("une adresse commence par https://.")

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return the call, whole."""
        address, query = plain_address(run.text("url")), run.formulas("query")
        if query:
            told = {name: "" if value is None else value for name, value in query.items()}
            address += ("&" if "?" in address else "?") + urlencode(told, doseq=True)
        return {
            "url": address,
            "method": run.chosen("method"),
            "body": run.formulas("body") if "body" in run.settings else None,
            "headers": {
                name: str(value) for name, value in run.formulas("headers").items() if value is not None
            },
            "secret": run.settings.get("secret", ""),
            "reads": bool(run.step.key),
            "seconds": min(run.chosen("seconds"), LONGEST),
        }

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:  # noqa: ARG002
        """Call. Raises ActionFailed with what the server said."""
        content = None if given["body"] is None else json.dumps(given["body"], ensure_ascii=False).encode()
        headers = {**given["headers"], "Idempotency-Key": key}
        if content is not None:
            headers["Content-Type"] = "application/json"
        if given["secret"]:
            headers |= signature(given["secret"], content or b"")
        found = asked(
            given["url"],
            method=given["method"],
            content=content,
            headers=headers,
            seconds=given["seconds"],
        )
        if given.get("reads") and not found.is_readable:
            raise ActionFailed(_("La réponse du logiciel appelé n’est pas du JSON : elle ne se lit pas."))
        return {"status": found.status, "document": found.document}

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Keep the answer under the name of the action."""
        if run.step.key:
            document = found["document"]
            kept = document if isinstance(document, dict) else {"value": document}
            run.keep("results", **{run.step.key: {**kept, "status": found["status"]}})
