"""The procedures of the measures: a deposit of three pages, a simple demand, and the answers one gives."""

from typing import Any

DEPOSIT, SIMPLE = "banc-depot", "banc-simple"
OTHERS = [f"banc-{number:02}" for number in range(18)]

_CHOICES = [
    {"value": value, "label": label}
    for value, label in (("cut", "Abattre"), ("prune", "Élaguer"), ("see", "Voir"))
]


def _field(kind: str, key: str, label: str, **options: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": label, **options}


def _definition(code: str, title: str, pages: list[list[dict[str, Any]]], **changes: Any) -> dict[str, Any]:
    return {
        "format": "parvis-procedure/1",
        "code": code,
        "title": title,
        "summary": "Une démarche du banc de mesure.",
        "category": "Banc de mesure",
        "audience": ["individual"],
        "law": {"regime": "SVR", "delay": "2m", "receipt_owed": True},
        "data_notice": {
            "purpose": "Mesurer.",
            "legal_basis": "public_task",
            "recipients": ["Le service chargé"],
            "retention": "Trois mois.",
        },
        "other_ways": [{"kind": "counter", "text": "À la mairie."}],
        "form": {
            "pages": [
                {"key": f"p{number}", "title": f"Étape {number}", "fields": fields}
                for number, fields in enumerate(pages, start=1)
            ]
        },
        **changes,
    }


def deposit() -> dict[str, Any]:
    """Return the procedure of the issue: three pages of twelve fields, ten conditions, one file."""
    you = [
        _field("person", "who", "Vous", asks=["first_name", "last_name", "email", "phone"]),
        _field("yes_no", "tenant", "Êtes-vous locataire ?"),
        _field("text", "landlord", "Nom du propriétaire", condition="tenant == true"),
        _field(
            "text", "landlord_city", "Commune du propriétaire", condition="tenant == true", required=False
        ),
        _field("text", "street", "Rue"),
        _field("text", "district", "Quartier", required=False),
        _field("number", "floors", "Nombre d’étages"),
        _field("text", "lift", "Ascenseur", condition="floors > 3.0", required=False),
        _field("date", "since", "Depuis quand habitez-vous là ?"),
        _field(
            "choice",
            "housing",
            "Logement",
            options=[{"value": "house", "label": "Maison"}, {"value": "flat", "label": "Appartement"}],
        ),
        _field("text", "flat_number", "Numéro de l’appartement", condition="housing == 'flat'"),
        _field("text", "garden", "Surface du jardin", condition="housing == 'house'", required=False),
    ]
    tree = [
        _field("choice", "work", "Travaux", options=_CHOICES),
        _field("text", "species", "Essence"),
        _field("number", "height", "Hauteur en mètres"),
        _field("number", "girth", "Circonférence en centimètres"),
        _field("yes_no", "protected", "L’arbre est-il classé ?"),
        _field("text", "decree", "Arrêté de classement", condition="protected == true"),
        _field("yes_no", "sick", "L’arbre est-il malade ?"),
        _field("text", "disease", "Maladie", condition="sick == true"),
        _field("long_text", "reason", "Pourquoi ?"),
        _field("date", "wanted", "Date souhaitée"),
        _field("text", "contractor", "Entreprise", required=False),
        _field(
            "multiple_choice",
            "around",
            "Autour de l’arbre",
            options=[
                {"value": "road", "label": "Route"},
                {"value": "line", "label": "Ligne électrique"},
                {"value": "wall", "label": "Mur"},
            ],
        ),
    ]
    rest = [
        _field("file", "photo", "Photo de l’arbre", accept=["pdf", "jpeg", "png"]),
        _field("text", "photo_note", "Légende", required=False),
        _field("yes_no", "replant", "Allez-vous replanter ?"),
        _field("text", "new_species", "Nouvelle essence", condition="replant == true"),
        _field("text", "why_not", "Pourquoi pas ?", condition="replant == false", required=False),
        _field("yes_no", "neighbours", "Les voisins sont-ils informés ?"),
        _field(
            "email", "neighbour_email", "E-mail d’un voisin", condition="neighbours == true", required=False
        ),
        _field("phone", "neighbour_phone", "Téléphone d’un voisin", required=False),
        _field("text", "reference", "Votre référence", required=False),
        _field("long_text", "access", "Accès au terrain"),
        _field("yes_no", "visit", "Pouvons-nous passer ?"),
        _field("text", "remark", "Remarque", required=False),
    ]
    return _definition(
        DEPOSIT,
        "Couper un arbre, en trois pages",
        [you, tree, rest],
        subject="'Arbre : ' + species",
        roles={"person": "who"},
    )


ANSWERS: list[dict[str, str]] = [
    {
        "who.first_name": "Aude", "who.last_name": "Vasseur", "who.email": "aude@exemple.fr",
        "who.phone": "06 12 34 56 78",
        "tenant": "yes", "landlord": "Mme Roux", "landlord_city": "Rouen", "street": "3 rue des Tilleuls",
        "district": "Centre", "floors": "2", "since.day": "12", "since.month": "5", "since.year": "2019",
        "housing": "house", "garden": "200 m²",
    },
    {
        "work": "cut", "species": "Chêne", "height": "14", "girth": "180", "protected": "no", "sick": "yes",
        "disease": "Mérule", "reason": "Il penche vers la maison et perd ses branches à chaque coup de vent.",
        "wanted.day": "1", "wanted.month": "3", "wanted.year": "2027", "contractor": "Élagage du Nord",
        "around": "road",
    },
    {
        "photo_note": "Vue de la rue", "replant": "yes", "new_species": "Tilleul", "neighbours": "yes",
        "neighbour_email": "voisin@exemple.fr", "neighbour_phone": "02 35 00 00 01", "reference": "A-12",
        "access": "Par le portail vert, code 12.", "visit": "yes", "remark": "Merci.",
    },
]  # fmt: skip
"""What is typed on each page."""


def simple() -> dict[str, Any]:
    """Return a demand of four questions."""
    fields = [
        _field("person", "who", "Vous", asks=["first_name", "last_name", "email"]),
        _field("text", "street", "Rue"),
        _field("choice", "kind", "Nature", options=_CHOICES),
        _field("long_text", "reason", "Que se passe-t-il ?"),
    ]
    return _definition(SIMPLE, "Signaler un problème", [fields], subject="reason", roles={"person": "who"})


def other(code: str) -> dict[str, Any]:
    """Return one of the procedures under which the cases of the base were lodged."""
    fields = [_field("text", "street", "Rue"), _field("long_text", "reason", "Que se passe-t-il ?")]
    return _definition(code, f"Démarche {code[-2:]}", [fields], subject="street")
