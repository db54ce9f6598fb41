"""The words of the options of field types: what a builder reads where the format says ``max_length``."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.documents.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Words:
    """The label and the help of an option; ``values`` are the words of those it offers, ``unit`` follows the box.

    ``usual``: a box to tick that says nothing means yes.
    """

    label: str | Promise
    help: str | Promise = ""
    values: dict[str, str | Promise] | None = None
    unit: str | Promise = ""
    usual: bool = False


@cache
def _known() -> dict[str, Words]:
    """Return words by option, or by ``type.option`` when a type means it otherwise."""
    day = _("Un jour (2026-12-31), today, ou today+15d pour dans quinze jours.")
    hour = _("Une heure, par exemple 08:30.")
    answers = _("Une par ligne. Une explication peut suivre, après une barre : « Abattre | couper au pied ».")
    earliest, latest = Words(_("Au plus tôt"), day), Words(_("Au plus tard"), day)
    steps = Words(_("Une réponse possible toutes les"), unit=_("minutes"))
    return {
        "abroad": Words(_("Accepter les adresses hors de France")),
        "licence_plate.abroad": Words(_("Accepter les plaques étrangères")),
        "accept": Words(_("Types de fichiers acceptés"), values={code: _kind_label(code) for code in KINDS}),
        "alt": Words(
            _("Description de ce qu’on voit"),
            _("Lue à voix haute aux personnes qui ne voient pas : dites ce qui compte ici."),
        ),
        "captions": Words(_("Sous-titres"), _("Un fichier WebVTT ajouté à « Images et vidéos ».")),
        "file": Words(_("Image ou vidéo"), _("Parmi celles de votre organisme.")),
        "poster": Words(_("Image montrée avant la vidéo")),
        "transcript": Words(
            _("Ce que la vidéo dit et montre, par écrit"),
            _("Obligatoire avec une vidéo. Reste toujours lisible dessous."),
        ),
        "asks": Words(_("Ce qui est demandé"), values=_parts()),
        "birth.asks": Words(_("Ce qui est demandé"), values={"date": _("la date"), "place": _("le lieu")}),
        "autocomplete": Words(
            _("Remplissage par le navigateur"),
            _("Le mot que connaissent les navigateurs : given-name, family-name, bday…"),
        ),
        "birth": Words(_("C’est une date de naissance")),
        "columns": Words(_("Réponses, en haut du tableau"), answers),
        "days": Words(_("La personne a pour signer"), unit=_("jours")),
        "decimals": Words(_("Chiffres après la virgule")),
        "drawing": Words(_("Proposer aussi de dessiner la signature"), usual=True),
        "first_label": Words(_("Question de la première liste")),
        "frozen": Words(_("Garder le premier résultat, même si les réponses changent ensuite")),
        "level": Words(_("Niveau du titre"), _("2 pour un titre, 3 pour un sous-titre, 4 dessous.")),
        "list": Words(_("Toujours en liste déroulante")),
        "mask": Words(
            _("Modèle du code"),
            _("A pour une lettre, 9 pour un chiffre, * pour l’un ou l’autre : AA-999-AA."),
        ),
        "max": Words(_("Maximum")),
        "date.max": latest,
        "date_range.max": latest,
        "date_time.max": latest,
        "appointment_wish.max": latest,
        "time.max": Words(_("Au plus tard"), hour),
        "duration.max": Words(_("Au plus"), unit=_("minutes")),
        "multiple_choice.max": Words(_("Nombre de réponses au plus")),
        "ranking.max": Words(
            _("Nombre de réponses à classer"), _("Laissez vide pour les faire classer toutes.")
        ),
        "max_days": Words(_("Durée au plus"), unit=_("jours")),
        "max_files": Words(_("Nombre de fichiers au plus")),
        "max_length": Words(_("Longueur au plus"), unit=_("caractères")),
        "max_size_mb": Words(_("Taille au plus de chaque fichier"), unit=_("Mo")),
        "max_time": Words(_("Heure au plus tard"), hour),
        "message": Words(
            _("Ce qui est dit quand la réponse n’a pas la bonne forme"),
            _("Une phrase qui montre un exemple : « Écrivez le numéro du badge, comme B-1234. »"),
        ),
        "min": Words(_("Minimum")),
        "date.min": earliest,
        "date_range.min": earliest,
        "date_time.min": earliest,
        "appointment_wish.min": earliest,
        "time.min": Words(_("Au plus tôt"), hour),
        "duration.min": Words(_("Au moins"), unit=_("minutes")),
        "multiple_choice.min": Words(_("Nombre de réponses au moins")),
        "min_days": Words(_("Durée au moins"), unit=_("jours")),
        "min_length": Words(_("Longueur au moins"), unit=_("caractères")),
        "min_time": Words(_("Heure au plus tôt"), hour),
        "min_wishes": Words(_("Souhaits à donner au moins")),
        "multiple": Words(_("Plusieurs réponses possibles")),
        "choice_grid.multiple": Words(_("Plusieurs réponses possibles par ligne")),
        "municipality": Words(_("Demander aussi la commune"), usual=True),
        "number": Words(
            _("Numéro demandé"),
            values={"siret": _("SIRET (un établissement)"), "siren": _("SIREN (l’entreprise entière)")},
        ),
        "masked_code.number": Words(_("Numéro connu, dont les chiffres se vérifient"), values=_numbers()),
        "number_optional": Words(_("Le numéro peut rester vide : le nom suffit")),
        "one_of": Words(_("Au moins une de ces réponses"), values=_parts()),
        "open_end": Words(_("La date de fin peut être inconnue")),
        "optional": Words(_("Ce qui peut rester vide"), values=_parts()),
        "optional_rows": Words(_("Des lignes peuvent rester sans réponse")),
        "options": Words(_("Réponses proposées"), answers),
        "linked_choice.options": Words(
            _("Réponses proposées"),
            _("Une par ligne. Celles de la seconde liste vont sous la première, deux espaces devant."),
        ),
        "other": Words(
            _("Case pour une autre réponse"),
            _("Laissez vide s’il n’y en a pas. Sinon, ses mots : « Autre », « Autre motif »."),
        ),
        "pattern": Words(
            _("Forme de la réponse (expression régulière)"),
            _("Pour qui en a l’habitude : [0-9]{4} demande quatre chiffres."),
        ),
        "periods": Words(_("Moments proposés"), values=_periods()),
        "procedures": Words(
            _("Démarches de la demande"), _("Laissez vide pour accepter une demande de n’importe laquelle.")
        ),
        "remind_after": Words(_("Lui rappeler après"), unit=_("jours")),
        "repeat": Words(_("Répéter ces questions"), _("Pour chaque enfant, chaque véhicule…")),
        "table.repeat": Words(_("Lignes du tableau")),
        "rows": Words(_("Hauteur de la case"), unit=_("lignes")),
        "choice_grid.rows": Words(_("Lignes du tableau"), answers),
        "second_label": Words(_("Question de la seconde liste")),
        "share_answers": Words(_("Lui montrer les réponses avant de signer")),
        "source": Words(_("Source de données")),
        "statement": Words(
            _("Ce que la personne signe"),
            _("Par exemple : « Je certifie que ces renseignements sont vrais. »"),
        ),
        "agreement.statement": Words(
            _("Mots à côté de la case"), _("Sans eux : « J’ai lu ce texte et je suis d’accord. »")
        ),
        "step": steps,
        "table": Words(_("Table de l’organisme")),
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
        "units": Words(_("Unités proposées"), _("Une par ligne : [ha] hectares, [m2] m².")),
        "duration.units": Words(
            _("Cases à remplir"),
            values={"days": _("jours"), "hours": _("heures"), "minutes": _("minutes")},
        ),
        "value": Words(
            _("Formule"), _("Les questions y sont nommées par leur clé, par exemple : places * 12")
        ),
        "weekdays": Words(_("Jours de la semaine proposés"), values=_weekdays()),
        "where": Words(
            _("Ne proposer que certaines lignes"),
            _("Une par ligne : le nom de la colonne, deux points, la formule. « commune : ville »"),
        ),
        "width": Words(_("Largeur de la case"), unit=_("caractères")),
        "with_file": Words(_("Demander aussi le RIB, en fichier")),
        "with_holder": Words(_("Demander aussi le nom du titulaire")),
        "wishes": Words(_("Nombre de souhaits possibles")),
        # Parts of « repeat ».
        "repeat.min": Words(_("Fois au moins")),
        "repeat.max": Words(_("Fois au plus")),
        "repeat.add_label": Words(_("Mots du bouton qui ajoute"), _("« Ajouter un enfant »")),
        "repeat.remove_label": Words(_("Mots du bouton qui retire"), _("« Retirer cet enfant »")),
        "repeat.item_label": Words(_("Nom de chacun"), _("« Enfant » : on lira Enfant 1, Enfant 2…")),
    }


def is_worded(type_code: str, option: str) -> bool:
    """Return whether someone wrote words for an option: a builder never reads the name the format gives it."""
    return f"{type_code}.{option}" in _known() or option in _known()


def words_of(type_code: str, option: str) -> Words:
    """Return the words of an option; its own name when nobody wrote any."""
    known = _known()
    return known.get(f"{type_code}.{option}") or known.get(option) or Words(option.replace("_", " "))


def part_words(option: str, name: str) -> Words:
    """Return the words of a part of an option that holds several (``repeat``)."""
    return _known().get(f"{option}.{name}") or Words(name.replace("_", " "))


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


def _numbers() -> dict[str, str | Promise]:
    return {
        "siret": _("SIRET"),
        "siren": _("SIREN"),
        "luhn": _("numéro à clé de Luhn"),
        "isbn": _("ISBN (livre)"),
        "nir": _("numéro de sécurité sociale"),
        "vat": _("TVA intracommunautaire"),
        "belgian_national_number": _("numéro national belge"),
        "belgian_enterprise_number": _("numéro d’entreprise belge"),
    }


def _periods() -> dict[str, str | Promise]:
    return {
        "any": _("toute la journée"),
        "morning": _("le matin"),
        "afternoon": _("l’après-midi"),
        "evening": _("le soir"),
    }


def _weekdays() -> dict[str, str | Promise]:
    days = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))
    return {str(number): day for number, day in enumerate(days, start=1)}
