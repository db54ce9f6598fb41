"""Have a document of the workflow signed by an agent, with a typed or drawn signature."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import ConsultationKind
from parvis.cases.services.asking import put_question
from parvis.cases.services.signatures import to_be_signed
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting


@register
class Sign(CaseAction):
    """Each one asked signs, refuses and says why, or hands it over; suites wait for it as they do for a validation."""

    code, label = "sign", gettext_lazy("Faire signer un courrier")
    phase = Phase.TRANSACTION
    named = "signature"
    notifies = True
    settings: ClassVar = (
        Setting("to", Kind.PEOPLE, gettext_lazy("Qui signe"), required=True),
        Setting(
            "letter",
            Kind.FUNCTION,
            gettext_lazy("Courrier à signer"),
            gettext_lazy("Le nom dans les formules de l’action qui fait le courrier."),
            required=True,
        ),
        Setting("text", Kind.RECALLING, gettext_lazy("Message à qui signe"), required=True),
        Setting("delay", Kind.DELAY, gettext_lazy("Délai pour signer")),
        Setting(
            "quorum",
            Kind.CHOICE,
            gettext_lazy("Combien doivent signer"),
            choices=(("all", gettext_lazy("tous")), ("one", gettext_lazy("un seul suffit"))),
            default="all",
        ),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: a letter is made under that name."""
        if settings["letter"] not in named.letters:
            said = _("aucune action « Faire un courrier » n’a le nom « %(key)s ».")
            yield "letter", said % {"key": settings["letter"]}

    def run(self, run: Run) -> None:
        """Ask for the signatures. Raises Invalid when nobody holds the roles named, ActionFailed without a letter."""
        put_question(
            run,
            ConsultationKind.SIGNATURE,
            quorum=run.chosen("quorum"),
            signing=to_be_signed(run, run.settings["letter"]),
        )
