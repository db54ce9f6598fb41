"""Questions and answers as a list: drawn in Python, for a form of a hundred questions is read again on one page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_ROW = '<div class="summary-row{}"><dt>{}</dt><dd>{}{}</dd>{}</div>\n'
_CHANGE = '<dd class="summary-change"><a href="{}">{}<span class="visually-hidden">{} {}</span></a></dd>'


def summary_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Return the rows of ``<c-summary-list>``; a blank answer is written « Sans réponse »."""
    words = {"blank": _("Sans réponse"), "changed": _("modifié"), "change": _("Modifier"), "colon": _(" :")}
    return mark_safe("".join(_row(row, words) for row in rows))  # noqa: S308 - each row is escaped by format_html


def _row(row: Mapping[str, Any], words: Mapping[str, str]) -> SafeString:
    changed = (
        format_html(' <span class="small changed-word">{}</span>', words["changed"])
        if row.get("changed")
        else ""
    )
    href = row.get("change_href")
    change = format_html(_CHANGE, href, words["change"], words["colon"], row["question"]) if href else ""
    state = " summary-changed" if row.get("changed") else ""
    return format_html(_ROW, state, row["question"], _answer(row, words), changed, change)


def _answer(row: Mapping[str, Any], words: Mapping[str, str]) -> SafeString:
    if row.get("lines"):
        return format_html_join("", '<span class="line">{}</span>', ((line,) for line in row["lines"]))
    if row.get("answer"):
        return mark_safe(conditional_escape(row["answer"]).replace("\n", "<br>"))  # noqa: S308 - escaped before
    return format_html('<span class="faint">{}</span>', words["blank"])
