"""Texts in the older template language of w.c.s. (EZT: « [form_name] », « [if-any form_comment]… ») as Django's."""

import re

from parvis.catalogue.imports.publik.language.templates import is_template

_MARK = re.compile(r"\[([^\[\]\n]{1,200})\]")
_NAME = re.compile(
    r"(?:form|session|comment|refus|transaction)_\w+|(?:name|url|details|comment|before|after|evolution|user|status|number)"
)
_TEST = re.compile(r"(if-any|is)\s+(\w+)(?:\s+(\"[^\"]*\"|\w+))?")


def to_django(source: str) -> str:
    """Return a text whose bracketed marks are Django's; one that has Django's already is left alone."""
    if is_template(source) or "[" not in source:
        return source
    depth = 0

    def mark(found: "re.Match[str]") -> str:
        nonlocal depth
        said = found[1].strip()
        test = _TEST.fullmatch(said)
        if test:
            depth += 1
            return f"{{% if {test[2]} == {test[3]} %}}" if test[1] == "is" else f"{{% if {test[2]} %}}"
        if said == "else" and depth:
            return "{% else %}"
        if said == "end" and depth:
            depth -= 1
            return "{% endif %}"
        return f"{{{{ {said} }}}}" if _NAME.fullmatch(said) else found[0]

    written = _MARK.sub(mark, source)
    return written if not depth else source
