"""What a form of a page would post untouched, read from its HTML."""

import re
from html import unescape


def boxes(page: str, after: str) -> dict[str, list[str]]:
    """Return the values of the form that holds a mark, by name."""
    form = page.split(after, 1)[1].split("</form>", 1)[0]
    given: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind, value = (_attribute(tag, each) for each in ("name", "type", "value"))
        if name and not (kind in {"checkbox", "radio"} and " checked" not in tag):
            given.setdefault(name, []).append(unescape(value))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        given[name] = [unescape(text)]
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        given[name] = [unescape(chosen[1])] if chosen else [""]
    return given


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
