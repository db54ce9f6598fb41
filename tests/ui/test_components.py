"""Each component draws alone, keeps to its parameters, and uses only icons that exist."""

import re
from pathlib import Path

import pytest
from django.template import Context, engines

import parvis
from parvis.ui import showcase

TEMPLATES = Path(showcase.__file__).parent / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
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
        if "notices" in path.parts:  # mails: their readers know no stylesheet
            continue
        assert not re.search(r'\sstyle="|<style|\son[a-z]+="', source), path
        for script in re.findall(r"<script[^>]*>", source):
            assert "src=" in script or "application/json" in script, path
