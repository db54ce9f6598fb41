"""What the person must be told of their data and of what comes next."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document
from parvis.catalogue.forms.advice import Advice, AdviceKind, register


@register
class Notices(AdviceKind):
    """A text that nothing requires and that everyone expects."""

    code, label = "notices", gettext_lazy("informations dues à la personne")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at what is missing."""
        if not document.get("data_notice"):
            yield self.advice(
                "data_notice",
                _("Dites à quoi servent les données, qui les reçoit et combien de temps elles sont gardées."),
                _("L’information est due au moment où l’on demande (RGPD, article 13)."),
            )
        elif "retention_months" not in document["data_notice"]:
            yield self.advice(
                "data_notice",
                _("Fixez au bout de combien de mois les réponses sont effacées."),
                _("Sans nombre, elles le sont trois mois après la fin de la demande."),
            )
        if not document.get("after"):
            yield self.advice(
                "title",
                _("Dites ce qui se passe ensuite."),
                _("C’est la première question que l’on pose au téléphone après avoir envoyé."),
            )
        if not document.get("duration_minutes"):
            yield self.advice(
                "title",
                _("Dites combien de temps il faut pour remplir."),
                _("On commence plus volontiers ce dont on connaît la durée."),
            )
