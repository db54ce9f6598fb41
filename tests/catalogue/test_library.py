"""The procedures that come with the product can be filled from end to end."""

import random

import pytest

from parvis.catalogue.forms.engine import check_all, compile_form, page_widgets, present, subject, visibility
from parvis.catalogue.forms.lint import lint
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.library import library, publish_from_library
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.ui.fields import complete
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("code", sorted(library()))


@pytest.fixture(autouse=True)
def caen():
    return TerritoryFactory(code="14118", name="Caen", postcodes=["14000"])


def an_answer(question, luck):
    """Return an answer such as someone could give."""
    options = question.options
    match question.type.code:
        case "choice":
            return luck.choice(options["options"])["value"]
        case "multiple_choice":
            values = [option["value"] for option in options["options"]]
            return [value for value in values if luck.random() < 0.5] or values[:1]
        case "yes_no":
            return luck.random() < 0.5
        case "date":
            return clock.today().isoformat()
        case "number":
            return luck.randint(int(options.get("min", 0)), int(options.get("max", 100)))
        case "person":
            asked = options.get("asks", [])
            return {part: "mme" if part == "civility" else question.type.example[part] for part in asked}
        case "file":
            kind = "image/jpeg" if "pdf" not in options["accept"] else "application/pdf"
            return [question.type.example[0] | {"type": kind}] * min(3, options.get("max_files", 5))
        case "company":
            return question.type.example
        case _:
            return question.type.example


def fill(form, luck):
    """Answer every question that is asked, as long as new ones appear."""
    answers = {}
    while missing := [
        key for key in form.by_key if key in visibility(form, answers).questions and key not in answers
    ]:
        for key in missing:
            answers[key] = an_answer(form.by_key[key], luck)
    return answers


@EACH
def test_it_is_without_a_remark(code):
    assert lint(library()[code]) == []


@EACH
def test_it_can_be_filled_along_many_paths(code):
    form = compile_form(library()[code])
    for seed in range(25):
        answers = fill(form, random.Random(seed))
        checked = check_all(form, answers)
        assert checked.errors == {}
        assert subject(form, checked.answers) != form.title
        assert all(row.text for section in present(form, checked.answers) for row in section.rows)


@EACH
def test_its_pages_are_drawn_by_the_design_system(code):
    form = compile_form(library()[code])
    for page in form.pages:
        for widget in page_widgets(form, page.key, {}):
            complete(widget.template, widget.context)


@EACH
def test_its_french_has_its_apostrophes_and_says_no_word_we_avoid(code):
    def texts(node):
        if isinstance(node, str):
            yield node
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from texts(inner)

    for text in texts({name: part for name, part in library()[code].items() if name != "subject"}):
        assert "'" not in text
        assert "veuillez" not in text.lower()


@EACH
def test_every_question_is_asked_in_english_too(code):
    french, english = (compile_form(library()[code], language) for language in ("fr", "en"))
    assert english.title != french.title
    same = {"Tables", "Culture, sport, associations"}
    for page, its in zip(french.pages, english.pages, strict=True):
        assert page.title != its.title
        for question, other in zip(page.questions, its.questions, strict=True):
            assert question.label != other.label
            assert question.help != other.help or not question.help
            for option, offered in zip(
                question.options.get("options", []), other.options.get("options", []), strict=True
            ):
                assert option["label"] != offered["label"] or option["label"] in same


@pytest.mark.usefixtures("system")
def test_a_body_takes_it_up_in_one_call_and_again_without_harm():
    body = OrganisationFactory()
    versions = publish_from_library(organisation=body)
    assert publish_from_library(organisation=body) == versions
    assert set(Procedure.objects.filter(organisation=body).values_list("code", flat=True)) == set(library())


@pytest.mark.usefixtures("system")
def test_a_code_that_is_not_in_the_library_is_not_found():
    with pytest.raises(NotFound):
        publish_from_library(organisation=OrganisationFactory(), codes=["inconnue"])
