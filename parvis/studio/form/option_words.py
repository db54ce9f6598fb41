"""The words of the options of field types: what a builder reads where the format says ``max_length``."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.documents.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Words:
    """The label and the help of an option; ``values`` are the words of those it offers, ``rows`` of a list."""

    label: str | Promise
    help: str | Promise = ""
    values: dict[str, str | Promise] | None = None
    unit: str | Promise = ""


@cache
def _known() -> dict[str, Words]:
    """Return words by option, or by ``type.option`` when a type means it otherwise."""
    day = _("Un jour (2026-12-31), today, ou today+15d pour dans quinze jours.")
    return {
        "abroad": Words(_("Accepter les adresses hors de France")),
        "accept": Words(_("Types de fichiers acceptés"), values={code: _kind_label(code) for code in KINDS}),
        "asks": Words(_("Ce qui est demandé"), values=_parts()),
        "autocomplete": Words(
            _("Remplissage par le navigateur"),
            _("Le mot que connaissent les navigateurs : given-name, family-name, bday…"),
        ),
        "birth": Words(_("C’est une date de naissance")),
        "decimals": Words(_("Chiffres après la virgule")),
        "level": Words(_("Niveau du titre")),
        "list": Words(_("Toujours en liste déroulante")),
        "max": Words(_("Maximum")),
        "date.max": Words(_("Au plus tard"), day),
        "multiple_choice.max": Words(_("Nombre de réponses au plus")),
        "max_files": Words(_("Nombre de fichiers au plus")),
        "max_length": Words(_("Longueur au plus"), unit=_("caractères")),
        "max_size_mb": Words(_("Taille au plus de chaque fichier"), unit=_("Mo")),
        "min": Words(_("Minimum")),
        "date.min": Words(_("Au plus tôt"), day),
        "min_length": Words(_("Longueur au moins"), unit=_("caractères")),
        "number": Words(
            _("Numéro demandé"),
            values={"siret": _("SIRET (un établissement)"), "siren": _("SIREN (l’entreprise entière)")},
        ),
        "one_of": Words(_("Au moins une de ces réponses"), values=_parts()),
        "optional": Words(_("Ce qui peut rester vide"), values=_parts()),
        "options": Words(
            _("Réponses proposées"),
            _("Une par ligne. Une explication peut suivre, après une barre : « Abattre | couper au pied »."),
        ),
        "rows": Words(_("Hauteur de la case"), unit=_("lignes")),
        "text": Words(
            _("Texte à lire"),
            _("Une ligne vide entre deux paragraphes, « - » devant chaque élément d’une liste."),
        ),
        "tone": Words(
            _("Ton"),
            values={
                "info": _("information"),
                "success": _("bonne nouvelle"),
                "warning": _("attention"),
                "error": _("danger"),
            },
        ),
        "unit": Words(_("Unité"), _("Écrite après la case : m², kg, personnes…")),
        "width": Words(_("Largeur de la case"), unit=_("caractères")),
    }


def words_of(type_code: str, option: str) -> Words:
    """Return the words of an option; its own name when nobody wrote any."""
    known = _known()
    return known.get(f"{type_code}.{option}") or known.get(option) or Words(option.replace("_", " "))


def value_words(words: Words, value: Any) -> str:
    """Return the words of a value that an option offers."""
    return str((words.values or {}).get(str(value), value))


def _kind_label(code: str) -> str | Promise:
    return KINDS[code].label


def _parts() -> dict[str, str | Promise]:
    return {
        "civility": _("civilité"),
        "first_name": _("prénom"),
        "last_name": _("nom"),
        "birth_name": _("nom de naissance"),
        "email": _("adresse e-mail"),
        "phone": _("téléphone"),
    }
