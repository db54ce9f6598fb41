"""A letter's wording drawn as text and as HTML, for mails and pages."""

from collections.abc import Sequence
from textwrap import fill

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.documents.letters import Paragraph

_COLUMNS = 72


def as_text(paragraphs: Sequence[Paragraph]) -> str:
    """Return the wording as plain text, a blank line between paragraphs."""
    return "\n\n".join(_text(paragraph) for paragraph in paragraphs) + "\n"


def as_html(paragraphs: Sequence[Paragraph], *, heading_level: int = 2) -> SafeString:
    """Return the wording as HTML without style: headings, paragraphs, lists. Everything written in is escaped."""
    return mark_safe("\n".join(_html(paragraph, heading_level) for paragraph in paragraphs))  # noqa: S308 - escaped


def _text(paragraph: Paragraph) -> str:
    match paragraph.style:
        case "heading":
            return paragraph.text.upper()
        case "list":
            return "\n".join(
                fill(item, _COLUMNS, initial_indent="- ", subsequent_indent="  ", break_long_words=False)
                for item in paragraph.items
            )
        case "facts":
            return "\n".join(
                _("%(name)s : %(text)s") % {"name": label, "text": value} for label, value in paragraph.facts
            )
        case "address":
            return "\n".join(paragraph.items)
        case "signature":
            return "\n".join([paragraph.text, *paragraph.items])
        case "text":
            return fill(paragraph.text, _COLUMNS, break_long_words=False, break_on_hyphens=False)


def _html(paragraph: Paragraph, level: int) -> SafeString:
    match paragraph.style:
        case "heading":
            return format_html("<h{0}>{1}</h{0}>", level, paragraph.text)
        case "list":
            return format_html(
                "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in paragraph.items))
            )
        case "facts":
            return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", paragraph.facts))
        case "address":
            return format_html(
                "<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((i,) for i in paragraph.items))
            )
        case "signature":
            told = ((line,) for line in (paragraph.text, *paragraph.items))
            return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", told))
        case "text":
            return format_html("<p>{}</p>", paragraph.text)
