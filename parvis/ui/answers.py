"""Questions and answers as a list: drawn in Python, for a form of a hundred questions is read again on one page."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_LIST = '{}<dl class="summary-list">\n{}</dl>\n'
_GROUP = '<h{} class="summary-group">{}</h{}>\n'
_ROW = '<div class="summary-row{}"><dt>{}</dt><dd>{}{}</dd>{}</div>\n'
_CHANGE = '<dd class="summary-change"><a href="{}">{}<span class="visually-hidden">{} {}</span></a></dd>'


def summary_lists(rows: Iterable[Mapping[str, Any]], level: int = 3) -> SafeString:
    """Return the lists of ``<c-summary-list>``, one a ``group`` of rows, under its name as a heading of that level.

    A blank answer is written « Sans réponse ».
    """
    words = {"blank": _("Sans réponse"), "changed": _("modifié"), "change": _("Modifier"), "colon": _(" :")}
    lists = []
    for group, members in groupby(rows, key=lambda row: row.get("group", "")):
        heading = format_html(_GROUP, level, group, level) if group else ""
        drawn = mark_safe("".join(_row(row, words) for row in members))  # noqa: S308 - escaped by format_html
        lists.append(format_html(_LIST, heading, drawn))
    return mark_safe("".join(lists))  # noqa: S308 - each list is escaped by format_html


def _row(row: Mapping[str, Any], words: Mapping[str, str]) -> SafeString:
    changed = (
        format_html(' <span class="small changed-word">{}</span>', words["changed"])
        if row.get("changed")
        else ""
    )
    href = row.get("change_href")
    what = ", ".join(filter(None, (row.get("group"), row["question"])))
    change = format_html(_CHANGE, href, words["change"], words["colon"], what) if href else ""
    state = " summary-changed" if row.get("changed") else ""
    return format_html(_ROW, state, row["question"], _answer(row, words), changed, change)


def _answer(row: Mapping[str, Any], words: Mapping[str, str]) -> SafeString:
    if row.get("lines"):
        return format_html_join("", '<span class="line">{}</span>', ((line,) for line in row["lines"]))
    if row.get("answer"):
        return mark_safe(conditional_escape(row["answer"]).replace("\n", "<br>"))  # noqa: S308 - escaped before
    return format_html('<span class="faint">{}</span>', words["blank"])
