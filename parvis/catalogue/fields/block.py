"""Questions asked together, once or several times."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import register
from parvis.catalogue.rows import FIELDS, REPEAT, Rows


@register
class Block(Rows):
    """Questions about one thing: a home, each child. Its answer is an object, or with ``repeat`` a list of objects.

    Options: ``fields`` (questions; the conditions of theirs read the row first, then the form), ``repeat`` (``min``,
    ``max``, words of the buttons, ``item_label`` for « Enfant 1 »), ``block`` (code of the body's shared block it is a
    copy of). A repeated block stands in no repeated one (``lint``).
    """

    code, label = "block", gettext_lazy("bloc de questions")
    options: ClassVar[dict[str, Any]] = {
        "fields": FIELDS,
        "repeat": REPEAT,
        "block": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"},
    }
    required_options = ("fields",)
    example_options: ClassVar[dict[str, Any]] = {
        "fields": [
            {"key": "first_name", "type": "text", "label": "Prénom"},
            {"key": "born_on", "type": "date", "label": "Date de naissance", "required": False},
        ],
        "repeat": {"min": 1, "max": 3, "add_label": "Ajouter un enfant", "item_label": "Enfant"},
    }
    example: ClassVar[Any] = [{"first_name": "Aude", "born_on": "2019-03-16"}, {"first_name": "Loïc"}]
