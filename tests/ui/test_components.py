"""Each component draws alone, keeps to its parameters, and uses only icons that exist."""

import re
from pathlib import Path

import pytest
from django.template import Context, engines

import parvis
from parvis.ui import showcase

TEMPLATES = Path(showcase.__file__).parent / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
# Names a script, a test or a reader of the template uses; nothing is drawn for them.
MARKS = {
    "composer-answer",
    "due",
    "hero-links",
    "line-of-steps",
    "message-channel",
    "point",
    "point-tools",
    "search",
    "sheet-contact",
    "space-line",
}
GIVEN = ("id", "title", "label", "href", "value", "caption", "summary", "action", "center", "data-x")
ATTACK = '"><script>alert(1)</script>'


def drawn(source, **context):
    from django_cotton.compiler_regex import CottonCompiler

    return engines["django"].from_string(CottonCompiler().process(source)).template.render(Context(context))


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_begins_by_saying_what_it_takes(name):
    source = (TEMPLATES / "components" / f"{name}.html").read_text(encoding="utf-8")
    assert source.startswith("{% comment %}")
    assert "<c-vars" in source


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_draws_with_words_alone(name):
    tag = name.replace("_", "-")
    given = " ".join(f'{each}="x"' for each in GIVEN)
    html = drawn(f"<c-{tag} {given}>Des mots</c-{tag}>")
    assert "{%" not in html
    assert "{{" not in html


@pytest.mark.parametrize("name", COMPONENTS)
def test_no_parameter_lets_markup_in(name):
    tag = name.replace("_", "-")
    given = " ".join(f':{each}="attack"' for each in GIVEN)
    assert "<script>" not in drawn(f"<c-{tag} {given}>Des mots</c-{tag}>", attack=ATTACK)


def test_a_component_does_not_see_the_page_around_it():
    assert "dehors" not in drawn("<c-notice>Des mots</c-notice>", title="dehors")


def test_remaining_attributes_go_to_the_element():
    html = drawn('<c-button hx-post="/a" :disabled="no" data-shortcut="r">Répondre</c-button>', no=False)
    assert 'hx-post="/a"' in html
    assert 'data-shortcut="r"' in html
    assert "disabled" not in html


def test_a_table_is_drawn_from_its_rows():
    html = drawn(
        '<c-table caption="Reçues" numeric="2" :headers="head" :rows="rows" />',
        head=["Démarche", "Nombre"],
        rows=[["Voirie", 4]],
    )
    assert '<th scope="row">Voirie</th><td class="numeric">4</td>' in html


def test_a_blank_answer_says_so():
    rows = [{"question": "Un détail ?", "answer": ""}]
    assert "Sans réponse" in drawn('<c-summary-list :rows="rows" />', rows=rows)


def test_messages_are_told_by_their_kind():
    class Told:
        level_tag = "success"

        def __str__(self):
            return "Envoyé."

    html = drawn('<c-messages :messages="told" />', told=[Told()])
    assert "notice-success" in html
    assert "Envoyé." in html


def test_every_icon_used_in_a_template_is_drawn():
    names = set(showcase.icons())
    used = set()
    for path in Path(parvis.__file__).parent.glob("*/templates/**/*.html"):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% icon "([a-z-]+)"', source))
        used |= set(re.findall(r'<c-[a-z-]+[^>]*\bicon(?:_after)?="([a-z-]+)"', source))
    assert used - names == set()


def test_no_template_of_ours_has_a_style_or_a_script_inside():
    for path in Path(parvis.__file__).parent.glob("*/templates/**/*.html"):
        source = path.read_text(encoding="utf-8")
        if {"notices", "mail"} & {*path.parts}:  # mails: their readers know no stylesheet
            continue
        assert not re.search(r'\sstyle="|<style|\son[a-z]+="', source), path
        for script in re.findall(r"<script[^>]*>", source):
            assert "src=" in script or "application/json" in script, path


def classes(source):
    """The whole names a template writes; a name made with a variable (``chip-{{ state }}``) is left out."""
    plain = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "\0", source))
    return {
        name
        for names in re.findall(r'\bclass="([^"]*)"', plain)
        for name in names.split()
        if "\0" not in name
    }


def test_every_class_of_a_template_is_drawn_by_a_stylesheet():
    root = Path(parvis.__file__).parent
    styles = "".join(path.read_text(encoding="utf-8") for path in root.glob("*/static/**/*.css"))
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", styles)) | MARKS
    templates = root.glob("*/templates/**/*.html")
    written = {(name, path.name) for path in templates for name in classes(path.read_text(encoding="utf-8"))}
    assert {each for each in written if each[0] not in known} == set()
