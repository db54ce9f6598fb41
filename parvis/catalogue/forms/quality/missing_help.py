"""Questions that most people cannot answer without being told where to look."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document, field_at
from parvis.catalogue.forms.advice import Advice, AdviceKind, asking, register

HELP: dict[str, str | Promise] = {
    "iban": gettext_lazy("Il est sur votre RIB et commence par FR suivi de 25 chiffres et lettres."),
    "company": gettext_lazy("Il est sur l’extrait Kbis et sur vos factures."),
    "association": gettext_lazy("Le numéro RNA commence par W ; il est sur le récépissé de la préfecture."),
    "school": gettext_lazy("Sept chiffres et une lettre, sur les courriers de l’établissement."),
    "cadastral_parcel": gettext_lazy(
        "Elle est sur l’acte de propriété, la taxe foncière ou cadastre.gouv.fr."
    ),
    "licence_plate": gettext_lazy("Il est sur la carte grise, case A."),
    "masked_code": gettext_lazy("Dites où la personne trouve ce numéro."),
}


@register
class MissingHelp(AdviceKind):
    """A hard question without help."""

    code, label = "missing_help", gettext_lazy("aide manquante")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at the types that are hard, when nothing helps."""
        for address, field, kind in asking(document):
            if kind.code in HELP and not field.get("help"):
                yield self.advice(
                    address,
                    _("Dites où trouver la réponse."),
                    _("Peu de gens connaissent cette réponse par cœur : sans aide, ils s’arrêtent là."),
                    _("Ajouter l’aide habituelle"),
                )

    def mend(self, document: Document, place: str) -> None:
        """Write the usual help."""
        field = field_at(document, place).field
        field["help"] = str(HELP[field["type"]])
