"""The boxes of what a procedure says of itself, by part; each writes one place of the definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.studio.form.controls import Control, Lines, Number, OneOf, Paragraph, SeveralOf, Tick
from parvis.studio.form.option_words import Words

AUDIENCES = {
    "individual": _("les particuliers"),
    "company": _("les entreprises"),
    "association": _("les associations"),
    "body": _("les organismes publics"),
    "agent": _("les agents (seuls, la démarche est interne)"),
}
REGIMES = {
    "SVA": _("accord : sans réponse dans le délai, la demande est acceptée"),
    "SVR": _("refus : sans réponse dans le délai, la demande est rejetée"),
    "none": _("rien : le silence ne vaut pas décision"),
}
LEGAL_BASES = {
    "public_task": _("une mission d’intérêt public"),
    "legal_obligation": _("une obligation légale"),
    "contract": _("un contrat"),
    "consent": _("le consentement de la personne"),
    "vital_interests": _("la sauvegarde de la vie"),
}
WAYS = {
    "counter": _("Au guichet"),
    "phone": _("Par téléphone"),
    "post": _("Par courrier"),
    "email": _("Par e-mail"),
}
SIGN_INS = {
    "none": _("non, personne ne se connecte"),
    "optional": _("si la personne le souhaite"),
    "required": _("oui, toujours"),
}
MARKUP = _("Une ligne vide entre deux paragraphes, « - » devant chaque élément d’une liste.")


@dataclass(frozen=True)
class Box:
    """A box: the place it writes in the definition, and its control."""

    path: str
    control: Control

    @property
    def name(self) -> str:
        """Return the name of its input."""
        return f"t.{self.path}"

    def shown(self, document: Mapping[str, Any]) -> Any:
        """Return what the box shows of a definition."""
        node: Any = document
        for step in self.path.split("."):
            node = node.get(step) if isinstance(node, Mapping) else None
        return self.control.shown(node)


@dataclass(frozen=True)
class Part:
    """A part of the screen. ``keys`` are those of the definition that it writes."""

    code: str
    title: str | Promise
    intro: str | Promise = ""
    boxes: list[Box] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """Return the keys of the definition that the boxes write, each once."""
        return list(dict.fromkeys(box.path.partition(".")[0] for box in self.boxes))


@cache
def parts() -> list[Part]:
    """Return the parts whose boxes are all plain; other ways and roles are drawn apart."""
    return [_presentation(), _law(), _data_notice(), _keeping()]


def _box(
    path: str,
    kind: type[Control],
    label: str | Promise,
    help_text: str | Promise = "",
    *,
    required: bool = False,
    unit: str | Promise = "",
    **schema: Any,
) -> Box:
    words = Words(label, help_text, unit=unit, values=schema.pop("values", None))
    return Box(path, kind(path, schema, words, required))


def _presentation() -> Part:
    boxes = [
        _box("title", Control, _("Titre"), _("Avec un verbe : « Emprunter du matériel »."), required=True),
        _box("summary", Paragraph, _("Résumé"), _("Une ou deux phrases, pour les listes."), required=True),
        _box(
            "category", Control, _("Thème"), _("Écrit de la même façon dans chaque démarche."), required=True
        ),
        _box("keywords", Lines, _("Mots de recherche"), _("Un par ligne : ceux que les gens emploient.")),
        _box(
            "audience",
            SeveralOf,
            _("Pour qui"),
            required=True,
            items={"enum": list(AUDIENCES)},
            values=AUDIENCES,
        ),
        _box("who", Paragraph, _("Qui peut demander, à quelles conditions"), MARKUP),
        _box("duration_minutes", Number, _("Temps pour remplir"), unit=_("minutes"), type="integer"),
        _box("cost", Paragraph, _("Coût")),
        _box("pieces", Lines, _("Pièces à préparer"), _("Une par ligne.")),
        _box("after", Paragraph, _("Ce qui se passe ensuite"), MARKUP),
    ]
    return Part("presentation", _("Présentation"), _("Ce que le public lit avant de commencer."), boxes)


def _law() -> Part:
    boxes = [
        _box(
            "law.regime",
            OneOf,
            _("Le silence de l’administration vaut"),
            required=True,
            enum=list(REGIMES),
            values=REGIMES,
        ),
        _box(
            "law.delay",
            Control,
            _("Délai"),
            _("Un nombre et ce qu’il compte : 2m (mois), 30d (jours), 10d-ouvres, 60d-ouvrables, 8d-francs."),
        ),
        _box("law.receipt_owed", Tick, _("Un accusé de réception est dû (CRPA, L112-3)"), default=False),
        _box(
            "law.note",
            Paragraph,
            _("Pourquoi ce régime et ce délai"),
            _("Pour les collègues et les juristes."),
        ),
        _box("legal_basis", Lines, _("Textes qui fondent la démarche"), _("Un par ligne.")),
    ]
    return Part(
        "droit",
        _("Règles de droit"),
        _("Elles décident des délais et de ce que dit l’accusé de réception."),
        boxes,
    )


def _data_notice() -> Part:
    boxes = [
        _box("data_notice.purpose", Paragraph, _("À quoi servent les données"), required=True),
        _box(
            "data_notice.legal_basis",
            OneOf,
            _("Ce qui vous autorise à les traiter (RGPD, article 6)"),
            required=True,
            enum=list(LEGAL_BASES),
            values=LEGAL_BASES,
        ),
        _box(
            "data_notice.recipients",
            Lines,
            _("Qui les reçoit"),
            _("Un destinataire par ligne."),
            required=True,
        ),
        _box("data_notice.retention", Paragraph, _("Combien de temps elles sont gardées"), required=True),
        _box(
            "data_notice.retention_months",
            Number,
            _("Effacement après la fin de la demande"),
            unit=_("mois"),
            type="integer",
        ),
        _box("data_notice.source", Paragraph, _("Données qui ne viennent pas de la personne, et d’où")),
    ]
    return Part(
        "donnees", _("Données personnelles"), _("L’information due à la personne (RGPD, article 13)."), boxes
    )


def _keeping() -> Part:
    boxes = [
        _box("sign_in", OneOf, _("Faut-il se connecter"), enum=list(SIGN_INS), values=SIGN_INS),
        _box("drafts.kept_days", Number, _("Un brouillon est gardé"), unit=_("jours"), type="integer"),
        _box(
            "drafts.reminder_days",
            Lines,
            _("Rappels avant son effacement"),
            _("Jours après la dernière modification, un par ligne."),
        ),
    ]
    return Part("formulaire", _("Formulaire"), "", boxes)
