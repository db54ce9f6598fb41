"""How field types are offered: by family, each with a sentence saying what it is for."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.field_types import FieldType, registry
from parvis.organisations.names import plain

FAMILIES: dict[str, str | Promise] = {
    "text": _("Textes"),
    "choice": _("Choix"),
    "number": _("Nombres et montants"),
    "time": _("Dates et heures"),
    "person": _("Personnes et organismes"),
    "place": _("Lieux"),
    "piece": _("Pièces et engagements"),
    "layout": _("Mise en page et calcul"),
    "other": _("Autres"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A field type as it is offered. ``family`` is a key of FAMILIES, ``words`` are others one may search."""

    code: str
    label: str
    family: str
    sentence: str
    words: str = ""

    def answers(self, terms: list[str]) -> bool:
        """Return whether the kind holds every word of a search."""
        said = plain(f"{self.label} {self.sentence} {self.words}")
        return all(f" {term}" in f" {said}" for term in terms)


@cache
def _known() -> dict[str, tuple[str, str | Promise, str]]:
    """Return by code the family, the sentence, other words of search."""
    return {
        "text": ("text", _("Une réponse courte, sur une ligne."), "ligne"),
        "long_text": ("text", _("Plusieurs lignes : un récit, une explication."), "paragraphe description"),
        "masked_code": (
            "text",
            _("Un numéro dont la forme est connue, par exemple AB-123-CD."),
            "reference matricule",
        ),
        "url": ("text", _("L’adresse d’une page web."), "site lien internet"),
        "licence_plate": ("text", _("Un numéro d’immatriculation de véhicule."), "voiture vehicule"),
        "yes_no": ("choice", _("Une question à laquelle on répond par oui ou par non."), "booleen case"),
        "choice": ("choice", _("Une seule réponse parmi plusieurs."), "liste radio"),
        "multiple_choice": ("choice", _("Plusieurs réponses possibles, à cocher."), "cases liste"),
        "linked_choice": ("choice", _("Deux listes liées : la seconde dépend de la première."), "cascade"),
        "table_choice": (
            "choice",
            _("Une ligne d’une table de l’organisme ou d’une source de données."),
            "referentiel liste",
        ),
        "ranking": ("choice", _("Des réponses à mettre par ordre de préférence."), "voeux preference"),
        "choice_grid": (
            "choice",
            _("Un tableau : une réponse par ligne, parmi les mêmes colonnes."),
            "matrice",
        ),
        "number": ("number", _("Une quantité, entière ou décimale."), "combien quantite"),
        "currency": ("number", _("Un montant en euros."), "prix somme revenu"),
        "percentage": ("number", _("Une part, de 0 à 100 %."), "taux quotite"),
        "quantity": ("number", _("Un nombre et son unité : 3 m², 2 heures."), "surface mesure"),
        "date": ("time", _("Un jour : jour, mois, année."), "jour"),
        "time": ("time", _("Une heure : 14 h 30."), "horaire"),
        "date_time": ("time", _("Un jour et une heure."), "horaire moment"),
        "date_range": ("time", _("Une période : du … au …."), "sejour periode"),
        "duration": ("time", _("Une durée en jours, heures, minutes."), "temps"),
        "appointment_wish": (
            "time",
            _("Des moments où la personne peut venir."),
            "rendez-vous disponibilite",
        ),
        "person": (
            "person",
            _("Une personne et comment la joindre, d’un bloc."),
            "demandeur identite contact",
        ),
        "full_name": ("person", _("Civilité, prénom et nom."), "identite"),
        "birth": ("person", _("Date et lieu de naissance, en France ou ailleurs."), "ne identite"),
        "email": ("person", _("Une adresse e-mail."), "courriel mail"),
        "phone": ("person", _("Un numéro de téléphone français."), "mobile"),
        "foreign_phone": ("person", _("Un numéro de téléphone de n’importe quel pays."), "etranger"),
        "company": (
            "person",
            _("Une entreprise ou une association par son numéro SIREN ou SIRET."),
            "societe",
        ),
        "association": ("person", _("Une association par son numéro RNA ou SIREN."), "loi 1901"),
        "school": ("person", _("Un établissement scolaire par son numéro UAI."), "ecole college lycee"),
        "iban": ("person", _("Un compte bancaire, avec le RIB si besoin."), "rib banque"),
        "existing_case": ("person", _("Une demande que la personne a déjà déposée."), "dossier"),
        "address": ("place", _("Une adresse postale."), "rue code postal"),
        "municipality": ("place", _("Une commune, par son nom ou son code postal."), "ville"),
        "map_point": ("place", _("Un endroit, en mots ou d’un point sur la carte."), "carte position"),
        "map_line": ("place", _("Un tracé sur la carte : un parcours, une clôture."), "carte ligne"),
        "map_area": ("place", _("Une zone dessinée sur la carte."), "carte polygone surface"),
        "cadastral_parcel": ("place", _("Une ou plusieurs parcelles du cadastre."), "terrain"),
        "file": ("piece", _("Des documents à joindre."), "piece justificatif photo scan"),
        "agreement": ("piece", _("Un texte à lire et à accepter."), "cgu engagement honneur certifie"),
        "signature": ("piece", _("Une signature dessinée ou écrite."), "signer"),
        "co_signature": (
            "piece",
            _("La signature d’une autre personne, demandée par e-mail."),
            "cosignataire",
        ),
        "media": (
            "layout",
            _(
                "Une image ou une vidéo à regarder, avec sa description. Ajoutez-la d’abord à « Images et vidéos »."
            ),
            "photo film illustration plan",
        ),
        "information": ("layout", _("Un texte à lire, qui ne demande rien."), "explication avertissement"),
        "title": ("layout", _("Un titre au milieu d’une étape."), "intertitre section"),
        "separator": ("layout", _("Un trait entre deux groupes de questions."), "ligne"),
        "block": (
            "layout",
            _("Des questions qui vont ensemble, au besoin répétées."),
            "groupe repetition enfants",
        ),
        "table": ("layout", _("Un tableau à remplir, une ligne après l’autre."), "lignes colonnes"),
        "computed": ("layout", _("Une valeur calculée d’après les réponses."), "total formule"),
        "hidden": ("layout", _("Une valeur gardée avec la demande, que la personne ne voit pas."), "cachee"),
    }


def kind(code: str) -> Kind:
    """Return a field type as it is offered. Raises NotFound for a type that does not exist."""
    return _kind(registry.get(code))


def kinds() -> list[Kind]:
    """Return every kind, by family."""
    order = list(FAMILIES)
    return sorted(map(_kind, registry), key=lambda one: order.index(one.family))


def search(words: str) -> list[Kind]:
    """Return the kinds that hold some words, those called so first; all of them without words."""
    terms = plain(words).split()
    said = " ".join(terms)
    found = [one for one in kinds() if one.answers(terms)]
    return sorted(found, key=lambda one: (plain(one.label) != said, not plain(one.label).startswith(said)))


def by_family(found: list[Kind]) -> list[tuple[str, list[Kind]]]:
    """Return kinds grouped under the words of their family."""
    return [
        (str(label), inside)
        for code, label in FAMILIES.items()
        if (inside := [one for one in found if one.family == code])
    ]


def _kind(field_type: FieldType) -> Kind:
    family, sentence, words = _known().get(field_type.code, ("other", "", ""))
    return Kind(field_type.code, str(field_type.label), family, str(sentence), words)
