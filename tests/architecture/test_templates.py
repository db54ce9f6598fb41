import re

import pytest

from tests.architecture.sources import ROOT, modules, templates, texts

# Loaded by their name by a library of ours, never by our own code.
OWN_TEMPLATES_OF_LIBRARIES = re.compile(
    r"^(account|mfa|usersessions|socialaccount|django|allauth|leaflet|admin)/"
)
COMMENTS = re.compile(r"\{#.*?#\}|\{% comment .*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
# A value put inside an attribute: the class of a page, its data attributes.
ATTRIBUTES = re.compile(
    r"\{% block \w+_(?:class|attributes) %\}(?:[^{]|\{[^%]|\{% (?!endblock))*\{% endblock %\}"
)
# Words written in their own language, or in no human one.
OTHER_TONGUES = re.compile(
    r"<(\w+)[^>]*\s(?:hreflang|lang)=\"[a-z]+\"[^>]*>.*?</\1>|<(code|pre)\b.*?</\2>", re.DOTALL
)
# Pages for those who draw, not for residents or agents.
DRAWING_BOARD = "style/"
TRANSLATED = re.compile(r"\{% blocktrans(late)?\b.*?\{% endblocktrans(late)? %\}", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
# Words that are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"&[a-z]+;|&#\d+;|\b(Parvis|API|JSON|PDF|CSV|SIREN|SIRET|TOTP|QR)\b|https?://\S+|\b\w+\.json\b"
)
READ_ALOUD = re.compile(r"\s(?:title|alt|placeholder|aria-label|label|hint|legend|heading)=\"([^\"{<]*)\"")


def test_every_template_is_used():
    spoken = "\n".join([*templates().values(), *texts().values()])
    unused = [
        name
        for name in templates()
        if not OWN_TEMPLATES_OF_LIBRARIES.match(name) and not _is_used(name, spoken)
    ]
    assert not unused


def _is_used(name: str, spoken: str) -> bool:
    if name.startswith("components/"):
        tag = name.removeprefix("components/").removesuffix(".html").replace("/", ".")
        return any(f"<c-{form}" in spoken for form in (tag, tag.replace("_", "-"))) or f'"{name}"' in spoken
    folder, _, file = name.rpartition("/")
    # A template may be chosen by a code at run time: then its folder is written with what precedes the code.
    chosen = re.search(rf"{re.escape(folder)}/(?:\{{|\"\s*\+|%s)", spoken)
    return f'"{name}"' in spoken or f"'{name}'" in spoken or (bool(chosen) and bool(file))


@pytest.mark.parametrize(
    "name",
    [name for name in templates() if name.endswith((".html", ".txt")) and not name.startswith(DRAWING_BOARD)],
)
def test_every_word_of_a_template_can_be_translated(name):
    text = templates()[name]
    for part in (COMMENTS, TRANSLATED, ATTRIBUTES, ATTRIBUTES, OTHER_TONGUES, CODE):
        text = part.sub(" ", text)
    aloud = " ".join(READ_ALOUD.findall(text))
    left = SAME_EVERYWHERE.sub(" ", TAGS.sub(" ", text) + " " + aloud)
    words = re.findall(r"[^\W\d_]{2,}", left)
    assert not words


# Programs that read mail know no style sheet.
MAIL = re.compile(r"(^|/)(notices|mails?)/")


def test_no_script_style_or_handler_is_written_in_a_page():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=|javascript:", re.I
    )
    found = [
        name
        for name, text in templates().items()
        if name.endswith(".html") and not MAIL.search(name) and inline.search(COMMENTS.sub("", text))
    ]
    assert not found


def test_nothing_is_loaded_from_another_host():
    foreign = re.compile(r"(?:src|href|action)=\"(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import", re.I)
    sheets = {
        str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "parvis").rglob("static/**/*.css")
    }
    pages = {name: text for name, text in templates().items() if name.endswith(".html")}
    found = [
        name for name, text in (pages | sheets).items() if foreign.search(text) and not _only_links(text)
    ]
    assert not found


def _only_links(text: str) -> bool:
    """A link that a person follows loads nothing."""
    return not re.search(
        r"(?:src|action)=\"(?:https?:)?//|<link[^>]*href=\"(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//", text
    )


def test_templates_are_named_where_modules_are():
    assert modules()
