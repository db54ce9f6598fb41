"""Sample data of the living style page: every widget and component, in every state. No business rule."""

import datetime as dt
import json
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
SAMPLES: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def samples(error: str = "") -> list[dict[str, Any]]:
    """Return one widget of each template; with ``error``, each one shows it and is optional."""
    shown = []
    for template in DEFAULTS:
        name = template.removeprefix("fields/").removesuffix(".html")
        prefix = "e" if error else "f"
        context = {
            "label": "",
            "help": "",
            **SAMPLES["widgets"][name],
            "id": f"{prefix}-{name}",
            "name": f"{prefix}-{name}",
        }
        if error and name not in {"info", "hidden", "title", "separator", "fixed"}:
            context |= {"errors": [error], "required": False, "help": "Une ou deux phrases d’aide."}
        if error and name in {"group", "repeat"}:
            continue
        shown.append({"template": template, "context": context})
    return shown if error else [*shown, *(_variant(each) for each in SAMPLES["variants"])]


def _variant(widget: dict[str, Any]) -> dict[str, Any]:
    """Return a template of fields drawn in another of its ways, with the id that its name gives."""
    return {**widget, "context": {"id": widget["context"]["name"], **widget["context"]}}


def suggestions(words_: str) -> list[dict[str, str]]:
    """Return the sample suggestions whose label holds these words, whatever their case."""
    return [each for each in SAMPLES["suggestions"] if words_.lower() in each["label"].lower()]


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
        "sample": SAMPLES["components"] | {"icons": icons()},
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
