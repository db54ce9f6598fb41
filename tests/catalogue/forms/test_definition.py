"""Compiled definitions."""

import pytest

from parvis.catalogue.forms.engine import compile_form, compiled
from parvis.catalogue.models import ProcedureVersion
from tests.factories.catalogue import definition, field, publish
from tests.factories.organisations import OrganisationFactory


def test_texts_are_given_in_the_language_asked_else_in_french():
    document = definition([field("text", "name", label="Nom")], [field("text", "town", label="Ville")])
    document["translations"] = {"en": {"/form/pages/0/fields/0/label": "Name", "/title": "Trial"}}
    english = compile_form(document, "en")
    assert (english.title, english.by_key["name"].label, english.by_key["town"].label) == (
        "Trial",
        "Name",
        "Ville",
    )
    assert compile_form(document).by_key["name"].label == "Nom"


def test_questions_are_required_unless_said_and_a_text_to_read_never_is():
    form = compile_form(
        definition(
            [field("text", "a"), field("text", "b", required=False), field("information", "c", text="x")]
        )
    )
    assert [question.required for question in form.questions()] == [True, False, False]
    assert set(form.by_key) == {"a", "b"}


@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_a_version_is_compiled_once_and_then_never_read_again(django_assert_num_queries):
    version = publish(OrganisationFactory(), title="Démarche à compiler une fois")
    first = compiled(version)
    light = ProcedureVersion.objects.defer("definition").get(pk=version.pk)
    with django_assert_num_queries(0):
        assert compiled(light) is first
