"""Write to the person on their channel, or to those who treat the case."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.services.workflow_messages import write_to
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting

PERSON = ("person",)


@register
class SendMessage(CaseAction):
    """A message from a template or written here. To the person: by e-mail, or on the channel they asked for."""

    code, label = "send_message", gettext_lazy("Envoyer un message")
    phase = Phase.TRANSACTION
    notifies = True
    settings: ClassVar = (
        Setting("to", Kind.PEOPLE, gettext_lazy("À qui"), default=list(PERSON)),
        Setting(
            "addresses",
            Kind.RECALLING,
            gettext_lazy("Autres adresses e-mail"),
            gettext_lazy("Séparées par des virgules."),
        ),
        Setting("template", Kind.TEMPLATE, gettext_lazy("Modèle")),
        Setting("subject", Kind.LINE, gettext_lazy("Objet")),
        Setting("text", Kind.RECALLING, gettext_lazy("Message")),
        Setting(
            "attach",
            Kind.LIST,
            gettext_lazy("Pièces jointes"),
            gettext_lazy("Clés des questions dont les fichiers sont joints."),
        ),
    )

    def says(self, settings: Mapping[str, Any]) -> str:
        """Return the sentence of the journal."""
        if "person" in settings.get("to", PERSON):
            return _("Message envoyé à la personne.")
        return _("Message envoyé.")

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: a message says something, and attaches the files of questions that are there."""
        if "template" not in settings and "text" not in settings:
            yield "text", _("écrivez le message, ou choisissez un modèle.")
        for key in settings.get("attach", []):
            if key not in named.questions and key.partition(".")[0] not in named.forms:
                yield "attach", _("aucune question n’a la clé « %(key)s ».") % {"key": key}

    def run(self, run: Run) -> None:
        """Write the message down; it leaves once the transition is done."""
        extra = [each for each in re.split(r"[,;\s]+", run.text("addresses")) if "@" in each]
        to = run.settings.get("to") or (() if extra else PERSON)
        write_to(run, to, extra=extra)
