"""Remarks of colleagues and advice of the quality helper, gathered by place."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import FORM, PARTS, fields, pages
from parvis.catalogue.forms.advice import Advice, advise_version
from parvis.studio import queries
from parvis.studio.form.outline import label_of
from parvis.studio.models import Remark
from parvis.studio.remarked import href_of
from parvis.studio.workbench import Workbench
from parvis.ui import charter
from parvis.ui.contrast import BadColour


@dataclass
class Spot:
    """A place with what is said of it."""

    place: str
    label: str
    href: str
    remarks: list[Remark] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)


def gathered(bench: Workbench) -> list[Spot]:
    """Return the places of which something is said, in the order of the form."""
    spots = {place: Spot(place, label, href) for place, label, href in _places(bench)}
    for remark in queries.open_remarks(bench.procedure):
        spots.setdefault(remark.place, _gone(bench, remark.place)).remarks.append(remark)
    for one in advice_on(bench):
        spots.setdefault(one.place, _gone(bench, one.place)).advice.append(one)
    return [spot for spot in spots.values() if spot.remarks or spot.advice]


def advice_on(bench: Workbench) -> list[Advice]:
    """Return what the quality helper says of a version."""
    return [*_of_charter(bench), *advise_version(bench.version.checksum, bench.definition)]


def marks(bench: Workbench) -> Mapping[str, int]:
    """Return how many things are said of each place."""
    said: Iterable[Any] = [*queries.open_remarks(bench.procedure), *advice_on(bench)]
    return Counter(one.place for one in said)


def beside(bench: Workbench, place: str) -> dict[str, Any]:
    """Return what is said of one place, for its panel."""
    return {
        "place_said": place,
        "remarks": [one for one in queries.open_remarks(bench.procedure) if one.place == place],
        "advice": [one for one in advice_on(bench) if one.place == place],
    }


def _of_charter(bench: Workbench) -> list[Advice]:
    """Return the advice on the colour of the body, when it had to be darkened to be read."""
    try:
        shown = charter.charter(charter.key_of(bench.body.theme))
    except (BadColour, ValueError, TypeError):
        return []
    if not shown.corrected:
        return []
    return [
        Advice(
            "contrast",
            "title",
            _("La couleur de votre charte est assombrie à l’écran : choisissez-en une plus foncée."),
            _(
                "Telle quelle, son contraste avec le papier est de %(ratio)s pour 1 ; il en faut 4,5 (RGAA 3.2)."
            )
            % {"ratio": f"{shown.ratio:.1f}".replace(".", ",")},
        )
    ]


def _places(bench: Workbench) -> list[tuple[str, str, str]]:
    whole = [("", _("La démarche"), bench.address("editor"))]
    texts = [
        (name, label, href_of(bench, f"/{name}"))
        for name, label in (
            ("title", _("Présentation")),
            ("summary", _("Résumé")),
            ("who", _("Qui peut demander")),
            ("cost", _("Coût")),
            ("after", _("Ce qui se passe ensuite")),
            ("law", _("Règles de droit")),
            ("data_notice", _("Données personnelles")),
        )
    ]
    found = []
    for part in PARTS:
        for page in pages(bench.definition, part):
            query = "" if part == FORM else f"?partie={part}"
            title = _("Étape « %(title)s »") % {"title": page.page.get("title", "")}
            found.append(
                (f"{part}:{page.page['key']}", title, bench.address("step", page.page["key"]) + query)
            )
            found += [
                (one.address, label_of(one.field), bench.address("question", one.address))
                for one in fields(bench.definition, part)
                if one.page.index == page.index
            ]
    return [*whole, *texts, *found]


def _gone(bench: Workbench, place: str) -> Spot:
    return Spot(place, _("Ce qui n’est plus dans le formulaire"), bench.address("editor"))
