"""Identity asked beyond what the demand needs: the law asks for the least (RGPD, article 5.1 c)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document, field_at
from parvis.catalogue.forms.advice import Advice, AdviceKind, asking, register
from parvis.organisations.names import plain

_TOO_MUCH = re.compile(
    r"\b(nationalite|situation (?:de famille|familiale)|profession|lieu de naissance|nom de jeune fille|"
    r"piece d identite|carte d identite|passeport|livret de famille)\b"
)


@register
class Identity(AdviceKind):
    """A question on who the person is that few demands need."""

    code, label = "identity", gettext_lazy("identité demandée sans nécessité")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at those that must be answered, and at names asked twice."""
        people = [
            address for address, _field, kind in asking(document) if kind.code in {"person", "full_name"}
        ]
        for address, field, kind in asking(document):
            said = plain(str(field.get("label", "")))
            if field.get("required", True) and (kind.code == "birth" or _TOO_MUCH.search(said)):
                yield self.advice(
                    address,
                    _("Avez-vous besoin de cette réponse pour décider ?"),
                    _("On ne demande que ce qui sert à traiter la demande (RGPD, article 5)."),
                    _("La rendre facultative"),
                )
            elif (
                people
                and kind.code == "text"
                and said in {"nom", "prenom", "nom de famille", "nom et prenom"}
            ):
                yield self.advice(
                    address,
                    _("Le nom est déjà demandé dans une autre question."),
                    _("Demander deux fois la même chose fait douter et fait des fautes."),
                )

    def mend(self, document: Document, place: str) -> None:
        """Let the answer be left blank."""
        field_at(document, place).field["required"] = False
