"""A choice in a list: what is offered, refused, frozen, whatever becomes of the list."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from parvis.catalogue.field_types import Moment, registry
from parvis.catalogue.forms import engine
from parvis.catalogue.lists.wanting import noting
from parvis.catalogue.models import DataSource
from parvis.common.errors import Invalid
from tests.factories import lists
from tests.factories.catalogue import field, publish
from tests.factories.lists import row
from tests.factories.organisations import OrganisationFactory

KIND = registry.get("table_choice")
LINKED = {"commune": "ville"}
CITY = field("municipality", "ville")
CAEN = {"code": "14118", "name": "Caen"}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel("2026-11-22 12:00+01:00"):
        yield


@pytest.fixture
def body(system):
    return OrganisationFactory(municipality=True)


@pytest.fixture
def streets(body):
    return lists.table(
        body,
        row("a", "Rue de l’Église", commune="14118", etages=2, pieton=True),
        row("b", "Rue des Lilas", commune="14118", etages=3),
        row("c", "Rue Œuvre", commune="14341"),
        row("old", "Rue Ancienne", until=date(2026, 3, 2), commune="14118"),
        row("new", "Rue Nouvelle", since=date(2027, 1, 1), commune="14118"),
    )


def form_of(body, *fields):
    return engine.compiled(publish(body, list(fields)))


def asked(body, values=None, held=None, **options):
    """Return the question as it stands, with its kind."""
    form = form_of(body, CITY, field("table_choice", "rue", **({"table": "rues"} | options)))
    question = form.by_key["rue"]
    return question.type.at(question, Moment(form.procedure_id, values or {}, held))


def drawn(question, typed=None):
    typed = typed or KIND.typed(question, None)
    return KIND.widget(question, "rue", typed, {})


def labels(widget):
    return [option["label"] for option in widget.context["options"]]


def refusal(question, value):
    with pytest.raises(Invalid) as refused:
        KIND.check(question, value)
    return refused.value.errors[""][0]


def test_a_table_offers_what_is_valid_today_as_buttons_when_few(body, streets):
    widget = drawn(asked(body))
    assert widget.template == "fields/radios.html"
    assert labels(widget) == ["Rue de l’Église", "Rue des Lilas", "Rue Œuvre"]


@pytest.mark.parametrize(("count", "template"), [(20, "select"), (61, "autocomplete")])
def test_a_table_is_drawn_by_its_number_of_rows(body, count, template):
    lists.table(body, *(row(f"r{number}", f"Rue {number}") for number in range(count)))
    assert drawn(asked(body)).template == f"fields/{template}.html"


def test_a_table_freezes_the_label_and_the_columns_in_the_answer(body, streets):
    answer = KIND.check(asked(body), {"code": "a", "label": "Menteur", "columns": {"commune": "Paris"}})
    columns = {"commune": "14118", "etages": 2, "pieton": True}
    assert answer == {"code": "a", "label": "Rue de l’Église", "columns": columns}
    streets.rows.all().delete()
    assert KIND.to_text(asked(body), answer) == "Rue de l’Église"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("old", "« Rue Ancienne » n’est plus proposé depuis le 2 mars 2026. Choisissez une autre réponse."),
        ("new", "« Rue Nouvelle » ne sera proposé qu’à partir du 1 janvier 2027."),
        ("none", "Choisissez dans la liste."),
        ("", "Choisissez dans la liste."),
    ],
)
def test_a_table_refuses_a_new_answer_that_is_not_offered_with_its_reason(body, streets, code, sentence):
    assert refusal(asked(body), {"code": code, "label": "Rue"}).replace("\xa0", " ") == sentence


def test_a_table_keeps_the_answer_of_a_case_though_it_is_no_longer_offered(body, streets):
    held = {"code": "old", "label": "Rue Ancienne (1998)", "columns": {}}
    question = asked(body, held=held)
    assert KIND.check(question, {"code": "old"}) == held
    assert "Rue Ancienne (1998)" in labels(drawn(question))


def test_a_table_of_the_body_itself_comes_before_that_of_the_body_above(body):
    above = OrganisationFactory()
    lists.table(above, row("x", "Rue du Dessus"))
    body.parent = above
    body.save()
    assert labels(drawn(asked(body))) == ["Rue du Dessus"]
    lists.table(body, row("y", "Rue d’Ici"))
    assert labels(drawn(asked(body))) == ["Rue d’Ici"]


def test_a_table_that_the_body_has_not_lets_one_write(body):
    question = asked(body)
    widget = drawn(question)
    assert (widget.template, widget.context["name"]) == ("fields/input.html", "rue")
    answer = KIND.check(question, KIND.parse(question, {"value": "Rue Inconnue", "text": ""}))
    assert answer == {"code": "", "label": "Rue Inconnue", "columns": {}}
    assert KIND.to_text(question, answer) == "Rue Inconnue (écrit librement)"


def test_a_table_asks_the_database_two_things_a_page_whatever_its_length(
    body, streets, django_assert_num_queries
):
    form = form_of(body, field("table_choice", "rue", table="rues"))
    with django_assert_num_queries(2):
        engine.page_widgets(form, "p1", {})
    with django_assert_num_queries(2):
        engine.check_all(form, {"rue": {"code": "a"}})


def test_linked_choices_keep_the_rows_that_another_answer_names_by_its_code(body, streets):
    widget = drawn(asked(body, {"ville": CAEN}, where=LINKED))
    assert labels(widget) == ["Rue de l’Église", "Rue des Lilas"]
    assert widget.context["linked"] == "ville"


@pytest.mark.parametrize("missing", ["", None, [], {"code": "", "name": ""}])
def test_linked_choices_wait_for_the_answer_they_depend_on(body, streets, missing):
    widget = drawn(asked(body, {"ville": missing}, where=LINKED))
    assert widget.template == "fields/list.html"
    assert "dépend d’une réponse" in widget.context["text"]


def test_linked_choices_refuse_a_row_that_other_answers_exclude(body, streets):
    question = asked(body, {"ville": CAEN}, where=LINKED)
    assert "ne va pas avec vos autres réponses" in refusal(question, {"code": "c"})


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"etages": "2.0"}, ["Rue de l’Église"]),
        ({"etages": "[2, 3]"}, ["Rue de l’Église", "Rue des Lilas"]),
        ({"pieton": "1 == 1"}, ["Rue de l’Église"]),
        ({"code": "['b', 'old']"}, ["Rue des Lilas"]),
        ({"etages": "'beaucoup'"}, []),
        ({"inconnue": "'x'"}, []),
    ],
)
def test_linked_choices_compare_with_the_type_of_the_column(body, streets, where, expected):
    widget = drawn(asked(body, where=where))
    assert [option["label"] for option in widget.context.get("options", [])] == expected


def test_linked_choices_are_followed_by_the_engine_from_the_answers_before_them(body, streets):
    form = form_of(body, CITY, field("table_choice", "rue", table="rues", where=LINKED))
    widgets = engine.page_widgets(form, "p1", {"ville": CAEN})
    assert labels(widgets[1]) == ["Rue de l’Église", "Rue des Lilas"]


@pytest.fixture
def long(body):
    more = (row(f"r{number}", f"Impasse {number}") for number in range(100))
    return lists.table(
        body, row("a", "Rue de l’Église"), row("b", "Église, place de l’"), row("c", "Œuvre"), *more
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("eglise", ["Église, place de l’", "Rue de l’Église"]),
        ("ÉGL place", ["Église, place de l’"]),
        ("oeuvre", ["Œuvre"]),
        ("eglize", ["Rue de l’Église", "Église, place de l’"]),
        ("c", ["Œuvre"]),
        ("zzzz", []),
        ("%", []),
        ("", []),
    ],
)
def test_a_long_table_is_searched_by_the_beginnings_of_words_without_accents(body, long, words, found):
    assert [one["label"] for one in KIND.suggestions(asked(body), words)] == found


def test_a_long_table_without_javascript_proposes_what_it_found_under_the_box(body, long):
    question = asked(body)
    typed = KIND.read(question, QueryDict("rue.text=eglise&search_field=rue&rue=c"), "rue", None)
    assert typed == {"value": "", "text": "eglise"}
    assert len(labels(drawn(question, typed))) == 2


@pytest.mark.parametrize(
    ("words", "said"), [("eglise", "Plusieurs choix"), ("nulle part", "Rien dans la liste")]
)
def test_a_long_table_says_what_to_do_when_words_name_no_row(body, long, words, said):
    question = asked(body)
    with pytest.raises(Invalid) as refused:
        KIND.parse(question, {"value": "", "text": words})
    assert refused.value.errors[""][0].startswith(said)


def test_a_long_table_takes_the_row_whose_very_label_was_typed(body, long):
    question = asked(body)
    assert KIND.parse(question, {"value": "", "text": "oeuvre"}) == {"code": "c"}


def test_a_long_table_finds_the_very_label_among_many_that_begin_alike(body, long):
    assert KIND.parse(asked(body), {"value": "", "text": "impasse 1"}) == {"code": "r1"}


def test_several_rows_are_ticked_and_frozen_each_once(body, streets):
    question = asked(body, multiple=True)
    assert drawn(question).template == "fields/checkboxes.html"
    typed = KIND.read(question, QueryDict("rue=b&rue=a&rue=b"), "rue", None)
    answer = KIND.check(question, KIND.parse(question, typed))
    assert [one["code"] for one in answer] == ["b", "a"]
    assert KIND.to_text(question, answer) == "Rue des Lilas, Rue de l’Église"


def test_several_rows_of_a_long_table_are_searched_and_those_chosen_stay(body):
    lists.table(body, *(row(f"r{number}", f"Rue {number}") for number in range(100)))
    question = asked(body, multiple=True)
    typed = {"values": ["r5"], "text": "rue 7"}
    widget = drawn(question, typed)
    assert widget.template == "fields/several.html"
    assert widget.context["chosen"] == [{"value": "r5", "label": "Rue 5"}]
    assert labels(widget)[0] == "Rue 7"
    with pytest.raises(Invalid) as refused:
        KIND.parse(question, typed)
    assert "pas encore choisi" in refused.value.errors[""][0]


def test_several_rows_are_too_many_beyond_fifty(body):
    lists.table(body, *(row(f"r{number}", f"Rue {number}") for number in range(60)))
    question = asked(body, multiple=True)
    assert "50 réponses au plus" in refusal(question, [{"code": f"r{number}"} for number in range(51)])


def test_several_rows_of_which_one_is_refused_refuse_the_answer(body, streets):
    assert "n’est plus proposé" in refusal(asked(body, multiple=True), [{"code": "a"}, {"code": "old"}])


@pytest.fixture
def remote(body):
    made = lists.source(body, columns=[{"key": "commune", "label": "Commune"}])
    lists.copy(made, ("1", "Rue A", {"commune": "14118"}), ("2", "Rue B", {"commune": "14341"}))
    return made


def test_a_source_offers_its_last_copy(body, remote):
    assert labels(drawn(asked_source(body))) == ["Rue A", "Rue B"]


def test_a_source_is_wanted_again_once_its_copy_is_old_and_not_before(body, remote):
    with noting() as notes:
        asked_source(body)
        assert not notes.wanted
    with time_machine.travel("2026-11-22 14:00+01:00"), noting() as notes:
        assert labels(drawn(asked_source(body))) == ["Rue A", "Rue B"]
    assert [(one.source_id, one.parameters) for one in notes.wanted] == [(remote.pk, ())]


def test_a_source_that_rests_or_has_no_address_is_not_wanted(body):
    lists.source(body, url="")
    with noting() as notes:
        assert drawn(asked_source(body)).template == "fields/input.html"
    assert not notes.wanted


def test_a_source_is_filtered_by_its_columns(body, remote):
    assert labels(drawn(asked_source(body, {"ville": CAEN}, where={"commune": "ville"}))) == ["Rue A"]


def test_a_source_is_asked_with_parameters_that_answers_give(body):
    made = lists.source(body, parameters={"commune": "''", "genre": "'voie'"})
    lists.copy(made, ("9", "Rue de Caen", {}), commune="14118", genre="voie")
    question = asked_source(body, {"ville": CAEN}, where={"commune": "ville"})
    assert labels(drawn(question)) == ["Rue de Caen"]
    with noting() as notes:
        assert (
            drawn(asked_source(body, {"ville": ""}, where={"commune": "ville"})).template
            == "fields/list.html"
        )
    assert not notes.wanted


@pytest.mark.parametrize(
    ("when_down", "template"), [("last", "radios"), ("text", "input"), ("closed", "list")]
)
def test_a_source_while_down_does_what_the_body_chose(body, when_down, template):
    made = lists.source(body, when_down=when_down, closed_sentence="Revenez demain.")
    lists.copy(made, ("1", "Rue A", {}))
    answer = KIND.check(asked_source(body), {"code": "1"})
    DataSource.objects.filter(pk=made.pk).update(failures=3)
    with time_machine.travel("2026-11-22 14:00+01:00"):
        question = asked_source(body)
        assert drawn(question).template == f"fields/{template}.html"
        assert KIND.check(question, answer) == answer


def test_a_source_closed_refuses_words_and_says_its_sentence(body):
    lists.source(body, when_down="closed", closed_sentence="Revenez demain.")
    question = asked_source(body)
    assert drawn(question).context["text"] == "Revenez demain."
    assert refusal(question, {"code": "", "label": "Rue A"}) == "Revenez demain."


def test_a_source_takes_words_written_while_it_was_down_and_knows_its_own_rows_in_them(body, remote):
    question = asked_source(body)
    assert KIND.check(question, {"code": "", "label": "rue a"})["code"] == "1"
    assert KIND.check(question, {"code": "", "label": "Rue Z"})["label"] == "Rue Z"


def asked_source(body, values=None, **options):
    form = form_of(body, CITY, field("table_choice", "rue", source="rues", **options))
    question = form.by_key["rue"]
    return question.type.at(question, Moment(form.procedure_id, values or {}))
