"""The banner of outages, on every page of residents."""

from typing import Any

from django import template

from parvis.portal.outages.banner import banners

register = template.Library()


@register.inclusion_tag("portal/outages/banner.html", takes_context=True)
def outage_banner(context: template.Context) -> dict[str, Any]:
    """Tell what does not work on this page, or will not, and the other ways in. Asks the database nothing."""
    body = context.get("organisation")
    return {"banners": banners(body, _code(context)), "body": body}


def _code(context: template.Context) -> str:
    """Return the code of the procedure that the page is about: its sheet, a deposit, a demand; "" when none."""
    case, way = context.get("case"), context.get("way")
    if case is not None:
        return str(case.procedure_code)
    if way is not None:
        return str(way.draft.version.procedure.code)
    return str(context.get("code") or "")
