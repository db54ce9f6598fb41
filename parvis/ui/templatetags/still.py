"""``{% still … %}``: what a page draws again and again alike is drawn once a process, in each language.

    {% still step.title charter_key %} … {% endstill %}

What stands between depends on the values named, on the language, and on nothing else. Never put there what tells about
a person: what is drawn is kept in memory and shown to everyone for whom the values are the same.
"""

from collections import OrderedDict
from itertools import count
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST_KEPT = 2000
_kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
_ranks = count()


class StillNode(template.Node):
    """A part of a template and the values it depends on."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values, self.rank = nodelist, values, next(_ranks)

    def render(self, context: Context) -> SafeString:
        """Return the part as drawn before for the same values."""
        key = (self.rank, get_language(), *[str(value.resolve(context)) for value in self.values])
        known = _kept.get(key)
        if known is None:
            known = _kept[key] = self.nodelist.render(context)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return known


@register.tag
def still(parser: Parser, token: Token) -> StillNode:
    """Read ``{% still value… %} … {% endstill %}``."""
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endstill",))
    parser.delete_first_token()
    return StillNode(nodelist, values)
