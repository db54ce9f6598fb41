import pytest
from django.template import Context, engines

from parvis.ui import fields, showcase

TEMPLATES = sorted(fields.DEFAULTS)
SILENT = {f"fields/{name}.html" for name in ("info", "title", "separator", "hidden", "fixed", "media")}


def drawn(template, **given):
    context = {"id": "q", "name": "question", "label": "Votre question", **given}
    page = engines["django"].from_string("{% field widget %}").template
    return page.render(Context({"widget": {"template": template, "context": context}}))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_widget_draws_with_only_its_identity(template):
    options = (
        {"options": showcase.SAMPLES["widgets"]["radios"]["options"]}
        if "options" in fields.DEFAULTS[template]
        else {}
    )
    assert 'id="q"' in drawn(template, **options)


@pytest.mark.parametrize("template", sorted(set(TEMPLATES) - SILENT))
def test_every_widget_tells_its_errors_and_says_when_it_is_optional(template):
    html = drawn(template, errors=["Répondez en un mot."], required=False, help="Une aide.")
    assert "Répondez en un mot." in html
    assert "(facultatif)" in html
    assert 'id="q-error"' in html
    assert "Une aide." in html
    assert "q-help q-error" in html


@pytest.mark.parametrize("template", sorted(set(TEMPLATES) - {"fields/hidden.html"}))
def test_every_widget_carries_its_key_and_can_hide(template):
    html = drawn(template, key="logement.adresse", hidden=True)
    assert 'data-field="logement.adresse"' in html
    assert " hidden" in html


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_a_person_typed_is_escaped(template):
    attack = '"><script>alert(1)</script>'
    value = {
        "fields/date.html": {"day": attack, "month": attack, "year": attack},
        "fields/autocomplete.html": {"value": attack, "text": attack},
        "fields/point.html": {"text": attack, "lat": attack, "lon": attack},
        "fields/checkboxes.html": [attack],
        "fields/shape.html": {"text": attack, "points": attack},
        "fields/signature.html": {"name": attack, "drawing": attack, "signed_at": attack},
        "fields/several.html": {"values": [attack], "text": attack},
    }.get(template, attack)
    html = drawn(template, value=value, label=attack, help=attack, errors=[attack], name=attack)
    assert "<script>" not in html


def test_a_question_that_depends_on_others_carries_what_draws_it_again():
    html = drawn("fields/select.html", linked="commune", linked_url="/rues/?a=1&b=2", key="rue")
    assert 'data-linked="commune" data-linked-name="rue" data-linked-url="/rues/?a=1&amp;b=2"' in html
    assert 'name="search_field" value="rue" formnovalidate' in html
    assert "data-linked" not in drawn("fields/select.html")


def test_a_key_that_a_template_does_not_take_is_refused():
    with pytest.raises(fields.UnknownKey, match="valeur"):
        fields.complete("fields/input.html", {"id": "q", "name": "q", "label": "?", "valeur": "x"})


def test_a_template_from_elsewhere_is_drawn_with_the_common_keys():
    assert fields.complete("ailleurs/champ.html", {"name": "q", "own": 1})["errors"] == ()


def test_the_summary_enters_groups_and_repetitions():
    wrong = {
        "template": "fields/input.html",
        "context": {"id": "in", "name": "in", "label": "?", "errors": ["Un."]},
    }
    group = {
        "template": "fields/group.html",
        "context": {"id": "g", "name": "g", "label": "?", "widgets": [wrong]},
    }
    again = {
        "template": "fields/repeat.html",
        "context": {"id": "r", "name": "r", "label": "?", "items": [{"title": "1", "widgets": [wrong]}]},
    }
    assert fields.summary([group, again]) == [{"id": "in", "text": "Un."}] * 2


def test_the_style_page_shows_every_widget():
    assert {shown["template"] for shown in showcase.samples()} == set(TEMPLATES)


def test_a_password_is_never_written_back():
    from django import forms

    from parvis.ui.drawn_forms import drawn

    class Secret(forms.Form):
        word = forms.CharField(widget=forms.PasswordInput)

    widget = drawn(Secret({"word": "phare"})["word"])
    assert widget.context["value"] == ""
    assert widget.context["kind"] == "password"
