"""Fields without an answer, drawn once and kept: most pages of a form are first shown blank.

Only what holds nothing typed is kept, so that no answer ever stays in the memory of a process.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 2000
_kept: OrderedDict[tuple[str, str | None, str], SafeString] = OrderedDict()
# What a blank field may hold besides its own texts; anything else (addresses of uploads) is of one page only.
_TYPED = ("value", "other_text", "name_errors", "files", "errors", "items")
_OF_ONE_PAGE = ("upload_url", "linked_url")


def drawn(template: str, context: Mapping[str, Any], draw: Callable[[], SafeString]) -> SafeString:
    """Return the field as drawn before when it is blank, else draw it."""
    if not is_blank(context):
        return draw()
    key = (template, get_language(), repr(sorted(context.items())))
    known = _kept.get(key)
    if known is None:
        known = _kept[key] = draw()
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return known


def is_blank(context: Mapping[str, Any]) -> bool:
    """Tell whether a field, and every field in it, holds nothing typed, no file and no error."""
    if any(context.get(name) for name in _OF_ONE_PAGE):
        return False
    if any(_filled(context.get(name)) for name in _TYPED):
        return False
    return all(is_blank(_context_of(widget)) for widget in context.get("widgets", ()))


def _filled(value: Any) -> bool:
    return any(map(_filled, value.values())) if isinstance(value, Mapping) else bool(value)


def _context_of(widget: Any) -> Mapping[str, Any]:
    context: Mapping[str, Any] = widget["context"] if isinstance(widget, Mapping) else widget.context
    return context
