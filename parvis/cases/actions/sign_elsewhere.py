"""Have a document of the workflow signed in an outside signature book."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.services.people_of import holders_of
from parvis.cases.services.signature_sheets import await_signature, sheet_of
from parvis.cases.signature_kinds import signature_books
from parvis.cases.signed_calls import line_faults, plain_address, secret_setting
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting
from parvis.common.ids import new_id


@register
class SignElsewhere(CaseAction):
    """Suites wait for it as they do for a validation; the book calls back, and is asked every hour besides."""

    code, label = "sign_elsewhere", gettext_lazy("Faire signer dans un parapheur externe")
    phase = Phase.JOB
    named = "parapheur"
    settings: ClassVar = (
        Setting(
            "letter",
            Kind.FUNCTION,
            gettext_lazy("Courrier à signer"),
            gettext_lazy("Le nom dans les formules de l’action qui fait le courrier."),
            required=True,
        ),
        Setting("to", Kind.PEOPLE, gettext_lazy("Qui signe"), default=["manager"]),
        Setting("text", Kind.RECALLING, gettext_lazy("Message à qui signe")),
        Setting(
            "book",
            Kind.CHOICE,
            gettext_lazy("Parapheur"),
            choices=tuple((each.code, each.label) for each in signature_books),
            default="http_book",
        ),
        Setting("url", Kind.ADDRESS, gettext_lazy("Adresse du parapheur"), required=True),
        secret_setting(required=True),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: a letter is made under that name, and an address begins as those of the web do."""
        if settings["letter"] not in named.letters:
            said = _("aucune action « Faire un courrier » n’a le nom « %(key)s ».")
            yield "letter", said % {"key": settings["letter"]}
        yield from line_faults(settings)

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return who signs what, and where."""
        people = run.chosen("to")
        signers = [
            str(agent or team) for who in people for team, agent in holders_of(run.case, run.flow, who)
        ]
        return {
            "letter": run.settings["letter"],
            "signers": list(dict.fromkeys(signers)),
            "text": run.text("text"),
            "book": run.chosen("book"),
            "address": plain_address(run.text("url")),
            "secret": run.settings["secret"],
        }

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:
        """Send the document. Raises ActionFailed, also as long as it is not made."""
        document, sheet = sheet_of(given=given, key=key, case_id=UUID(case_id))
        reference = signature_books.get(given["book"]).open(sheet)
        return {**given, "key": key, "document": document, "reference": reference}

    def suppose(self, run: Run) -> None:
        """Wait for the signature, as if the book took the document."""
        nowhere = {"key": str(new_id()), "document": "", "reference": ""}
        await_signature(run, {**self.prepare(run), **nowhere})

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Wait for the signature."""
        await_signature(run, found)
