from parvis.catalogue.forms.engine import check_all, page_widgets
from tests.catalogue.fields.asking import given, kept, refusal, text
from tests.factories.catalogue import field, form


def test_a_required_agreement_cannot_be_left_unticked():
    assert kept("agreement", "yes") is True
    assert "cochez la case" in refusal("agreement", "")
    assert given("agreement", "", required=False) == (None, {})


def test_an_unticked_box_is_told_apart_in_formulas():
    asking = form([field("agreement", "ok", required=False), field("text", "why", condition="ok == false")])
    assert "why" in check_all(asking, {"ok": False}).errors
    assert check_all(asking, {"ok": True}).errors == {}


def test_the_text_is_cleaned_and_read_before_the_box():
    asking = form([field("agreement", "q", text="Un <b>texte</b>.\n\n- un", statement="D’accord.")])
    [widget] = page_widgets(asking, "p1", {})
    assert "<b>" not in widget.context["html"]
    assert "<li>un</li>" in widget.context["html"]
    assert text("agreement", True, statement="D’accord.") == "D’accord."
