"""Sample data of the living style page: every widget and component, in every state. No business rule."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.ui import charter, contrast, words
from parvis.ui.fields import DEFAULTS

SPRITE = Path(__file__).parent / "static" / "parvis" / "icons.svg"
CHARTERS = ({"hue": 205}, {"colour": "#8a1538"}, {"hue": 140}, {"colour": "#f5a623"})
NEUTRAL_PAIRS = (
    ("ink", "paper", "#23201b", "#faf8f4"),
    ("ink-soft", "sunk", "#4f4a41", "#f2efe8"),
    ("ink-faint", "sunk", "#686155", "#f2efe8"),
    ("received", "received-wash", "#23538e", "#e8f1fc"),
    ("waiting", "waiting-wash", "#734803", "#faeee1"),
    ("late", "late-wash", "#85362e", "#ffebe8"),
    ("done", "done-wash", "#15632f", "#e6f5e8"),
)
OPTIONS = [
    {"value": "street", "label": "Dans la rue", "help": "Trottoir, chaussée, place, piste cyclable."},
    {"value": "park", "label": "Dans un parc"},
    {"value": "building", "label": "Dans un bâtiment public"},
]
FILES = [
    {"id": "f1", "name": "justificatif-de-domicile.pdf", "size": 482_000, "state": "Contrôlé"},
    {"id": "f2", "name": "photo du trottoir devant le numéro 12.jpg", "size": 2_430_000},
]
OWN: dict[str, dict[str, Any]] = {
    "input": {"label": "Votre adresse e-mail", "kind": "email", "autocomplete": "email"},
    "textarea": {
        "label": "Que s’est-il passé ?",
        "max_length": 500,
        "value": "Le lampadaire clignote depuis lundi.",
    },
    "radios": {"label": "Où est le problème ?", "options": OPTIONS, "value": "park"},
    "checkboxes": {"label": "Que voulez-vous recevoir ?", "options": OPTIONS, "value": ["street"]},
    "checkbox": {"text": "J’accepte de recevoir la réponse par e-mail.", "value": True},
    "select": {"label": "Dans quelle école ?", "options": OPTIONS},
    "yes_no": {"label": "Habitez-vous à cette adresse ?", "value": "yes"},
    "date": {
        "label": "Votre date de naissance",
        "birth": True,
        "value": {"day": "16", "month": "3", "year": "1980"},
    },
    "file": {
        "label": "Votre justificatif de domicile",
        "files": FILES,
        "types": "PDF, JPEG ou PNG",
        "max_size": 10_000_000,
    },
    "autocomplete": {"label": "Votre commune", "value": {"text": "Saint-Malo"}},
    "point": {"label": "Où se trouve le problème ?"},
    "group": {
        "label": "Votre nom",
        "widgets": [
            {"template": "fields/input.html", "context": {"id": "g1", "name": "first", "label": "Prénom"}},
            {"template": "fields/input.html", "context": {"id": "g2", "name": "last", "label": "Nom"}},
        ],
    },
    "repeat": {
        "label": "Vos enfants",
        "add_label": "Ajouter un enfant",
        "items": [
            {
                "title": "Enfant 1",
                "widgets": [
                    {
                        "template": "fields/input.html",
                        "context": {"id": "r1", "name": "child.0", "label": "Prénom"},
                    }
                ],
            }
        ],
    },
    "info": {
        "label": "Bon à savoir",
        "kind": "info",
        "text": "Le service répond en cinq jours.\n\nVous pouvez aussi venir.",
    },
    "hidden": {},
}


def samples(error: str = "") -> list[dict[str, Any]]:
    """Return one widget of each template; with ``error``, each one shows it and is optional."""
    shown = []
    for template in DEFAULTS:
        name = template.removeprefix("fields/").removesuffix(".html")
        prefix = "e" if error else "f"
        context = {
            "label": "",
            "help": "",
            **OWN[name],
            "id": f"{prefix}-{name}",
            "name": f"{prefix}-{name}",
        }
        if error and name not in {"info", "hidden"}:
            context |= {"errors": [error], "required": False, "help": "Une ou deux phrases d’aide."}
        if error and name in {"group", "repeat"}:
            continue
        shown.append({"template": template, "context": context})
    return shown


def icons() -> list[str]:
    """Return the names of the icons, from the sprite itself."""
    names = re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8"))
    return [name for name in names if name != "mark"]


def charters() -> list[dict[str, Any]]:
    """Return the charters shown, with what was corrected and why."""
    keys = [charter.key_of(theme) for theme in CHARTERS]
    return [{"key": key, "charter": charter.charter(key)} for key in keys]


def context(choice: QueryDict) -> dict[str, Any]:
    """Return everything the style page shows; ``?charte=`` names the charter it is drawn in."""
    key = choice.get("charte", charter.DEFAULT_KEY)
    known = {each["key"] for each in charters()}
    return {
        "charter_key": key if key in known else charter.DEFAULT_KEY,
        "charters": charters(),
        "pairs": [
            {"ink": ink, "paper": paper, "ratio": round(contrast.contrast(front, back), 1)}
            for ink, paper, front, back in NEUTRAL_PAIRS
        ],
        "fields": samples(),
        "wrong_fields": samples(error="Indiquez une adresse e-mail, par exemple nom@exemple.fr."),
        "sample": _sample(),
        **_tables(),
    }


def _tables() -> dict[str, Any]:
    """Return the tables of charters and of words."""
    day = dt.date(2027, 3, 16)
    return {
        "charter_headers": [_("Clé"), _("Demandée"), _("Servie"), _("Contraste"), _("Remarque")],
        "charter_rows": [
            [
                each["key"],
                each["charter"].asked,
                each["charter"].light["civic"],
                f"{each['charter'].ratio:.1f} : 1",
                _("assombrie pour rester lisible") if each["charter"].corrected else _("telle quelle"),
            ]
            for each in charters()
        ],
        "word_headers": [_("Filtre"), _("Donne")],
        "word_rows": [
            ["date_words", words.date(day)],
            ["date_short", words.date(day, weekday=False)],
            ["time_words", words.time(dt.time(17, 30))],
            ["amount", words.amount("12.5")],
            ["filesize_words", words.filesize(2_430_000)],
            ["phone", words.phone("0299000000")],
        ],
    }


def _sample() -> dict[str, Any]:
    """Return the data of the components."""
    return {
        "today": dt.date(2026, 3, 16),
        "moment": dt.datetime(2026, 3, 16, 17, 30, tzinfo=dt.UTC),
        "errors": [
            {"id": "e-input", "text": "Indiquez votre adresse e-mail."},
            {"id": "e-date", "text": "Indiquez le jour, le mois et l’année de votre naissance."},
        ],
        "rows": [
            {
                "question": "Votre adresse",
                "lines": ["12 rue des Écoles", "35400 Saint-Malo"],
                "change_href": "#adresse",
            },
            {
                "question": "Depuis quand ?",
                "answer": "lundi 16 mars",
                "change_href": "#date",
                "changed": True,
            },
            {"question": "Un autre détail ?", "answer": "", "change_href": "#detail"},
        ],
        "steps": [
            {"title": "Nous avons reçu votre demande", "state": "done", "when": "lundi 16 mars"},
            {
                "title": "Le service de la voirie l’étudie",
                "state": "now",
                "text": "Il peut vous demander une précision.",
            },
            {"title": "Vous recevez une réponse", "state": "next", "when": "au plus tard le 16 mai"},
        ],
        "facts": [
            {"icon": "clock", "label": "Votre temps", "value": "10 minutes"},
            {"icon": "calendar", "label": "Notre délai", "value": "2 mois", "text": "au plus"},
            {"icon": "info", "label": "Prix", "value": "Gratuit"},
        ],
        "files": [
            {"name": "récépissé.pdf", "size": 84_000, "href": "#recepisse", "kind": "PDF"},
            {"name": "photo.jpg", "size": 2_430_000, "state": _("en cours de contrôle")},
        ],
        "links": [
            {
                "label": "Signaler un problème dans la rue",
                "href": "#rue",
                "text": "Lampadaire, trottoir, déchets",
                "icon": "place",
            },
            {"label": "Demander un acte de naissance", "href": "#acte", "icon": "file"},
        ],
        "tabs": [
            {"label": "À traiter", "href": "#a", "count": 12, "current": True},
            {"label": "En retard", "href": "#b", "count": 3},
            {"label": "Toutes", "href": "#c", "count": None},
        ],
        "nav": [
            {"label": "Démarches", "href": "#demarches", "current": True},
            {"label": "Suivre ma demande", "href": "#suivi"},
            {"label": "Mon espace", "href": "#espace", "icon": "person"},
        ],
        "crumbs": [{"label": "Accueil", "href": "/"}, {"label": "Démarches", "href": "#demarches"}],
        "headers": ["Procédure", "Reçues", "En retard"],
        "table": [["Signalement", 412, 3], ["Acte de naissance", 98, 0]],
        "icons": icons(),
    }
