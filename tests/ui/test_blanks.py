"""Blank fields are drawn once; what someone typed is never kept."""

import pytest
from django.template import Context, Template
from django.utils import translation

from parvis.ui import blanks

BLANK = {"id": "q-name", "name": "name", "label": "Votre nom"}


def draw(**changes):
    widget = {"template": "fields/input.html", "context": {**BLANK, **changes}}
    return Template("{% field widget %}").render(Context({"widget": widget}))


@pytest.fixture(autouse=True)
def nothing_kept():
    blanks._kept.clear()


def test_a_blank_field_is_drawn_once_and_looks_the_same():
    assert draw() == draw()
    assert len(blanks._kept) == 1


@pytest.mark.parametrize(
    "change", [{"value": "Aude"}, {"errors": ["Écrivez votre nom."]}, {"value": {"text": "Ici", "lat": ""}}]
)
def test_what_was_typed_or_refused_is_not_kept(change):
    assert not blanks.is_blank({**BLANK, **change})


def test_a_group_with_one_answer_is_not_blank():
    inner = {"template": "fields/input.html", "context": {**BLANK, "value": "Aude"}}
    assert not blanks.is_blank({**BLANK, "widgets": [inner]})
    assert blanks.is_blank({**BLANK, "widgets": [{**inner, "context": BLANK}]})


def test_an_answer_shown_after_a_blank_is_the_answer():
    draw()
    assert "Aude" in draw(value="Aude")
    assert "Aude" not in draw()


def test_each_language_has_its_own(settings):
    french = draw(required=False)
    with translation.override("en"):
        assert draw(required=False) != french


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(blanks, "MOST_KEPT", 3)
    for number in range(5):
        draw(label=f"Question {number}")
    assert len(blanks._kept) == 3
