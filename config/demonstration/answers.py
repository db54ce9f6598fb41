"""What invented residents answered to the forms of the library."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from config.demonstration.places import postcode_of
from parvis.organisations.models import Organisation

Answers = dict[str, Any]


@dataclass(frozen=True)
class Asker:
    """Someone who asks."""

    civility: str
    first_name: str
    last_name: str
    email: str
    phone: str


# Phone numbers kept for fiction by the regulator (ARCEP, décision 2018-0881): they ring nowhere.
ASKERS = [
    Asker("mme", "Zoé", "Martineau", "zoe.martineau@usager.invalid", "02 61 91 10 01"),
    Asker("m", "Ahmed", "Saïdi", "ahmed.saidi@usager.invalid", "02 61 91 10 02"),
    Asker("mme", "Paulette", "Gosselin", "paulette.gosselin@usager.invalid", "02 61 91 10 03"),
    Asker("m", "Tom", "Nguyen", "tom.nguyen@usager.invalid", "02 61 91 10 04"),
    Asker("mme", "Élise", "Delahaye", "elise.delahaye@usager.invalid", "02 61 91 10 05"),
    Asker("m", "Roger", "Quesnel", "", "02 61 91 10 06"),
    Asker("mme", "Fatou", "Ndiaye", "fatou.ndiaye@usager.invalid", "02 61 91 10 07"),
    Asker("m", "Jean-Luc", "Vauquelin", "jl.vauquelin@usager.invalid", "02 61 91 10 08"),
    Asker("mme", "Simone", "Lepage", "", "02 61 91 10 09"),
    Asker("m", "Mathis", "Robin", "mathis.robin@usager.invalid", "02 61 91 10 10"),
]
SCHOOL_ASKER = Asker("", "Odile", "Bertin", "odile.bertin@lycee-blanche-hottinguer.invalid", "02 61 91 10 20")

_STREETS = [
    "8 rue des Tilleuls",
    "27 rue du Moulin",
    "3 impasse du Lavoir",
    "41 rue Basse",
    "6 chemin des Prés",
]


def _person(asker: Asker, *parts: str) -> Answers:
    known = {
        "civility": asker.civility,
        "first_name": asker.first_name,
        "last_name": asker.last_name,
        "email": asker.email,
        "phone": asker.phone,
    }
    return {part: known[part] for part in parts or known}


def _town(town: Organisation) -> Answers:
    return {"code": town.insee_code, "name": town.name}


def _address(town: Organisation, chance: random.Random) -> Answers:
    return {
        "street": chance.choice(_STREETS),
        "complement": "",
        "postcode": postcode_of(town),
        "city": town.name,
        "country": "",
    }


def _point(town: Organisation, chance: random.Random, text: str) -> Answers:
    """Return a point within some 400 m of the town hall, or of the middle of the municipality."""
    middle = town if town.latitude is not None else town.territory
    latitude = (middle.latitude if middle else None) or 49.0
    longitude = (middle.longitude if middle else None) or 0.5
    return {
        "text": text,
        "lat": round(latitude + chance.uniform(-0.004, 0.004), 6),
        "lon": round(longitude + chance.uniform(-0.005, 0.005), 6),
    }


def hornets(town: Organisation, asker: Asker, today: date, chance: random.Random) -> Answers:
    """A nest of Asian hornets."""
    support, text = chance.choice(
        [
            ("tree", "Dans le grand tilleul, derrière l’école"),
            ("building", "Sous le toit de la salle des fêtes"),
            ("hedge", "Dans la haie, le long du chemin piéton"),
            ("ground", "Au pied du talus, près de l’aire de jeux"),
        ]
    )
    exposed = chance.random() < 0.6
    return {
        "insect": chance.choice(["asian", "maybe"]),
        "nest_size": chance.choice(["small", "medium", "large"]),
        "support": support,
        "height": chance.choice(["low", "middle", "high"]),
        "seen_on": (today - timedelta(days=chance.randint(0, 3))).isoformat(),
        "town": _town(town),
        "place": _point(town, chance, text),
        "land": chance.choice(["public", "private", "unknown"]),
        "exposed": exposed,
        "exposed_who": "Des enfants passent ici tous les jours" if exposed else "",
        "wants_news": True,
        "reporter": _person(asker, "first_name", "last_name", "email", "phone"),
        "remarks": chance.choice(["", "Le portail est ouvert le matin.", "Un voisin a déjà été piqué."]),
    }


_QUESTIONS = [
    (
        "papers",
        "Refaire un livret de famille",
        "J’ai perdu mon livret de famille en déménageant. Que dois-je fournir ?",
    ),
    (
        "school",
        "Inscription à la cantine en cours d’année",
        "Ma fille change d’école en janvier. Comment l’inscrire à la cantine ?",
    ),
    (
        "roads",
        "Lampadaire éteint depuis deux semaines",
        "Le lampadaire devant chez moi ne s’allume plus. La rue est très sombre le soir.",
    ),
    (
        "roads",
        "Trou dans la chaussée",
        "Un trou s’est formé devant l’arrêt de bus. Les vélos l’évitent de justesse.",
    ),
    (
        "planning",
        "Puis-je poser un abri de jardin ?",
        "L’abri ferait 9 m². Faut-il une autorisation ?",
    ),
    (
        "social",
        "Portage de repas pour ma mère",
        "Ma mère a 84 ans et ne cuisine plus. Comment demander des repas à domicile ?",
    ),
    (
        "culture",
        "Réserver la salle du foyer rural",
        "Notre chorale cherche une salle pour répéter le mardi soir.",
    ),
    (
        "other",
        "Bruit la nuit",
        "Un compresseur tourne la nuit derrière la supérette. Qui peut intervenir ?",
    ),
]


def question(town: Organisation, asker: Asker, today: date, chance: random.Random) -> Answers:  # noqa: ARG001
    """A question to the town hall."""
    topic, title, message = chance.choice(_QUESTIONS)
    about_place = topic == "roads"
    found = {
        "topic": topic,
        "title": title,
        "message": f"Bonjour,\n\n{message}\n\nMerci de votre réponse.",
        "about_place": about_place,
        "sender": _person(asker),
    }
    return found | ({"place": _point(town, chance, "Devant chez moi")} if about_place else {})


_EVENTS = [
    ("neighbours", "Fête des voisins de la rue Basse", 60),
    ("fair", "Kermesse de l’école Jules-Verne", 250),
    ("sale", "Vide-grenier du quartier", 900),
    ("sport", "Tournoi de pétanque", 80),
    ("show", "Concert de la chorale", 120),
    ("meeting", "Assemblée générale des jardiniers", 45),
]


def equipment(town: Organisation, asker: Asker, today: date, chance: random.Random) -> Answers:
    """Tables, benches and barriers to lend."""
    kind, title, people = chance.choice(_EVENTS)
    starts_on = today + timedelta(days=chance.randint(20, 90))
    return {
        "applicant": _person(asker),
        "on_behalf": "self",
        "applicant_address": _address(town, chance),
        "event_title": title,
        "event_kind": kind,
        "starts_on": starts_on.isoformat(),
        "ends_on": starts_on.isoformat(),
        "people": people,
        "town": _town(town),
        "place": _point(town, chance, "Sur la place"),
        "in_street": False,
        "equipment": ["tables", "benches"],
        "tables_count": max(4, people // 12),
        "benches_count": max(8, people // 6),
        "delivery": "collect",
        "remarks": "",
    }


_TREES = [
    ("chêne", 180, 18),
    ("peuplier", 240, 25),
    ("cèdre", 210, 15),
    ("bouleau", 90, 12),
    ("frêne", 150, 20),
]


def tree(town: Organisation, asker: Asker, today: date, chance: random.Random) -> Answers:
    """A tree to fell or to prune."""
    species, girth, height = chance.choice(_TREES)
    work = chance.choice(["cut", "cut", "prune"])
    sick = chance.random() < 0.5
    found = {
        "applicant": _person(asker),
        "applicant_address": _address(town, chance),
        "is_owner": True,
        "town": _town(town),
        "place": _point(town, chance, "Au fond du jardin"),
        "parcel": f"AB {chance.randint(10, 400)}",
        "protection": chance.choice(["no", "unknown", "remarkable"]),
        "work": work,
        "tree_count": chance.choice([1, 1, 2]),
        "species": species,
        "girth": girth,
        "height": height,
        "grouping": "alone",
        "seen_from_road": chance.random() < 0.5,
        "reasons": ["sick"] if sick else ["building"],
        "reason_details": "Le tronc est creux et des branches tombent à chaque coup de vent."
        if sick
        else "Les racines soulèvent la terrasse et fendent le mur de clôture.",
        "works_on": (today + timedelta(days=chance.randint(40, 100))).isoformat(),
    }
    if sick:
        found["expert"] = False
    if work == "cut":
        found |= {"replanting": True, "new_count": 1, "new_species": "érable champêtre", "new_height": 200}
    return found


_FAULTS = [
    ("laptop", "dead", "L’ordinateur ne s’allume plus depuis ce matin, même branché.", "one", "degraded"),
    ("network", "access", "Aucune salle du deuxième étage n’a de réseau.", "school", "blocked"),
    ("board", "screen", "L’image du vidéoprojecteur est rose et saute.", "class", "degraded"),
    ("printer", "access", "L’imprimante du secrétariat refuse tous les travaux.", "one", "low"),
    (
        "desktop",
        "slow",
        "Les postes de la salle informatique mettent dix minutes à démarrer.",
        "class",
        "degraded",
    ),
]


def workstation(town: Organisation, asker: Asker, today: date, chance: random.Random) -> Answers:
    """A computer out of order in a secondary school."""
    device, symptom, description, impact, urgency = chance.choice(_FAULTS)
    found = {
        "device": device,
        "symptom": symptom,
        "description": description,
        "since": (today - timedelta(days=chance.randint(0, 2))).isoformat(),
        "town": _town(town),
        "school": "Lycée Blanche-Hottinguer",
        "room": f"Salle {chance.randint(101, 215)}",
        "impact": impact,
        "urgency": urgency,
        "spare": False,
        "access": ["noon", "evening"],
        "requester": _person(asker, "first_name", "last_name", "email", "phone"),
    }
    if device != "network":
        found["asset_tag"] = f"LBH-{chance.randint(1000, 4999)}"
    if urgency == "blocked":
        found["deadline_reason"] = "Examen blanc vendredi."
    return found


FORMS: dict[str, Callable[[Organisation, Asker, date, random.Random], Answers]] = {
    "nid-frelons-asiatiques": hornets,
    "contact": question,
    "pret-materiel": equipment,
    "abattage-elagage-arbres": tree,
    "poste-informatique-ecole": workstation,
}
# What the forms require as files: question → how many pictures.
FILES = {
    "pret-materiel": {"insurance": 1},
    "abattage-elagage-arbres": {"sketch": 1, "photos": 3},
}
