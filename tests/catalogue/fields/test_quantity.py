from parvis.catalogue.forms.engine import page_widgets
from tests.catalogue.fields.asking import kept, text, told
from tests.factories.catalogue import field, form

AREAS = [{"value": "m2", "label": "m²"}, {"value": "ha", "label": "hectares"}]


def test_a_number_goes_with_its_unit():
    assert kept("quantity", {"value": "1 200,5", "unit": "m2"}, units=AREAS, decimals=1) == {
        "value": 1200.5,
        "unit": "m2",
    }
    assert set(told("quantity", {"value": "12"}, units=AREAS)) == {"q.unit"}
    assert set(told("quantity", {"unit": "m2"}, units=AREAS)) == {"q.value"}
    assert set(told("quantity", {"value": "12", "unit": "acre"}, units=AREAS)) == {"q.unit"}


def test_a_unit_alone_is_not_asked():
    asked = {"units": AREAS[:1]}
    assert kept("quantity", {"value": "0"}, **asked) == {"value": 0, "unit": "m2"}
    [widget] = page_widgets(form([field("quantity", "q", **asked)]), "p1", {})
    assert (widget.template, widget.context["unit"], widget.context["name"]) == (
        "fields/input.html",
        "m²",
        "q.value",
    )
    assert widget.context["label"] == "Question q"


def test_it_is_read_with_its_unit():
    assert text("quantity", {"value": 1200, "unit": "ha"}, units=AREAS) == "1\u00a0200\u00a0hectares"
