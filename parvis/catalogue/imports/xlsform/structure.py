"""Groups and repeats: pages, parts of pages, repeated blocks."""

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.report import What
from parvis.catalogue.imports.xlsform.asking import fields_of
from parvis.catalogue.imports.xlsform.survey import (
    GROUPS,
    Element,
    Field,
    Reading,
    children_of,
    joined,
    place_of,
    relevant,
)
from parvis.catalogue.imports.xlsform.typed import ROWS, Answer

MOST_ROWS = 50


def read_structure(survey: Element, reading: Reading) -> None:
    """Read every element of a survey into pages; an empty one is taken out, and there is one at least."""
    for element in children_of(survey):
        _at_the_top(element, reading)
    reading.pages = [page for page in reading.pages if page["fields"]]
    if not reading.pages:
        reading.begin("")
        empty = {"key": "vide", "type": "information", "label": _("À lire")}
        reading.add([{**empty, "text": _("Ce formulaire ne pose aucune question.")}])


def _at_the_top(element: Element, reading: Reading) -> None:
    if element.get("type") in GROUPS:
        condition, _understood = relevant(element, reading)
        reading.begin(_title(element, reading), condition)
        for child in children_of(element):
            reading.add(_inside(child, reading, ""))
        reading.open = False
        return
    if element.get("type") == "repeat":
        reading.begin(_title(element, reading))
    elif not reading.open:
        reading.begin("", stays=True)
    reading.add(_inside(element, reading, ""))


def _inside(element: Element, reading: Reading, outer: str, block: str = "") -> list[Field]:
    """Return the fields of whatever stands on a page or in a block, on the condition of what holds it."""
    kind = element.get("type")
    if kind == "repeat":
        return _repeat(element, reading, outer, block)
    if kind not in GROUPS:
        return fields_of(element, reading, outer, block)
    condition, _understood = relevant(element, reading, block)
    both = joined(outer, condition)
    fields = [field for child in children_of(element) for field in _inside(child, reading, both, block)]
    title = reading.say(element.get("label"), 300, block)
    if title and fields:
        shown: Field = {
            "key": reading.key(f"titre_{element.get('name', '')}"),
            "type": "title",
            "label": title,
        }
        fields.insert(0, {**shown, **({"condition": both} if both else {})})
    return fields


def _repeat(element: Element, reading: Reading, outer: str, block: str) -> list[Field]:
    """Return a repeated block; one inside another has no place, and its questions are said to be left."""
    if block:
        for child in children_of(element):
            reason = _("un bloc répété ne peut pas en contenir un autre.")
            reading.report.left(
                What.FIELDS, place=place_of(child), what=str(child.get("type")), reason=reason
            )
        return []
    condition, _understood = relevant(element, reading)
    condition = joined(outer, condition)
    name = str(element.get("name", ""))
    key = reading.key(name)
    fields = [field for child in children_of(element) for field in _inside(child, reading, "", key)]
    if not fields:
        return []
    reading.report.took(What.FIELDS)
    reading.known[name] = Answer(key, ROWS)
    label = _title(element, reading)
    return [
        {
            "key": key,
            "type": "block",
            "label": label,
            "required": False,
            "fields": fields,
            "repeat": _times(element, reading),
            **({"condition": condition} if condition else {}),
        }
    ]


def _times(element: Element, reading: Reading) -> dict[str, int]:
    """Return how many rows: a number when the source says one, else as many as the person adds."""
    control = element.get("control")
    count = str(control.get("jr:count") or "").strip() if isinstance(control, dict) else ""
    if count.isdigit() and 0 < int(count) <= MOST_ROWS:
        return {"min": int(count), "max": int(count)}
    if count:
        reason = _("le nombre de fois ne se calcule pas : la personne ajoute autant de lignes qu’il en faut.")
        reading.report.left("repeat_count", place=place_of(element), what=count, reason=reason)
    return {"min": 0, "max": MOST_ROWS}


def _title(element: Element, reading: Reading) -> str:
    said = reading.say(element.get("label"), 200)
    if said:
        return said
    name = str(element.get("name") or "").replace("_", " ").strip()
    return cut(name[:1].upper() + name[1:], 200)
