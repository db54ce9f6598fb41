"""Whole definitions drawn by chance: every type of question, pages, blocks, conditions, rules, exits, prefills.

Each is kept, exported and brought in elsewhere as it was; filled by chance, right or wrong, nothing ever fails.
"""

import json
from random import Random

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.catalogue import sampling
from parvis.catalogue.exports.bundle import bundle_of
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.lint import Level, errors, lint
from parvis.catalogue.imports.files import unzipped
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.imports import read_files, take_in
from parvis.catalogue.services.publication import import_definition
from tests.factories.catalogue import SMALLEST
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
DRAWN = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TYPES = list(registry)
INSIDE = [kind for kind in TYPES if not kind.nests]
NONSENSE = ["", "x", "-1", "99/99/9999", "é" * 400, "<b>", "{{ q1 }}", "1e400", "\x00", "true", "[]"]


class Drawing:
    """Draws a definition: formulas only read what comes before them."""

    def __init__(self, luck):
        self.luck = luck
        self.number = 0
        self.known = []

    def definition(self):
        pages = [self.page(number) for number in range(1, self.luck.randint(1, 4) + 1)]
        options = {"parameters": {"rate": 3}} if self.luck.random() < 0.5 else {}
        return {**SMALLEST, "form": {"pages": pages}, **options}

    def page(self, number):
        page = {"key": f"p{number}", "title": self.text(), **self.when("condition")}
        page["fields"] = [self.question(TYPES) for _ in range(self.luck.randint(1, 7))]
        if self.luck.random() < 0.4:
            page["checks"] = [{"rule": self.rule(), "message": "Vérifiez."}]
        if self.luck.random() < 0.2:
            page["exits"] = [{"when": self.rule(), "title": self.text(), "text": self.text()}]
        return page

    def question(self, kinds, known=True):
        kind = self.luck.choice(kinds)
        self.number += 1
        own = {"key": f"q{self.number}", "type": kind.code, **kind.example_options}
        if kind.labelled or "label" in own:
            own["label"] = self.text()
        if kind.computes:
            own["value"] = self.formula()
        if kind.code == "block":
            own |= self.rows()
        own |= self.when("condition")
        if kind.asks:
            own |= self.asked(kind)
        if known and kind.holds:
            self.known.append(own["key"])
        return own

    def asked(self, kind):
        more = {"required": self.luck.random() < 0.5}
        if self.luck.random() < 0.3:
            more["help"] = self.text()
        if self.luck.random() < 0.3:
            more["checks"] = [{"rule": self.rule(), "message": "Autrement."}]
        if self.luck.random() < 0.3 and not kind.nests:
            more["prefill"] = self.luck.choice(
                [
                    {"from": "identity", "name": "given_name", "locked": self.luck.random() < 0.5},
                    {"from": "address", "name": "quartier"},
                    {"from": "person", "name": "first_name"},
                    {"from": "formula", "value": self.formula()},
                ]
            )
        return more

    def rows(self):
        fields = [self.question(INSIDE, known=False) for _ in range(self.luck.randint(1, 4))]
        repeat = (
            {"repeat": {"min": self.luck.randint(0, 1), "max": 3}}
            if self.luck.random() < 0.6
            else {"repeat": None}
        )
        return {name: value for name, value in {"fields": fields, **repeat}.items() if value is not None}

    def when(self, name):
        return {name: self.rule()} if self.known and self.luck.random() < 0.4 else {}

    def rule(self):
        key = self.luck.choice(self.known) if self.known else "today"
        others = (
            f"empty({key})",
            f'{key} == "x"',
            f"{key} > 3",
            f"size(text({key})) < 9",
            "signed_in",
            "today > now",
        )
        one = self.luck.choice(others)
        return f"!({one}) || {self.luck.choice(others)}" if self.luck.random() < 0.3 else one

    def formula(self):
        key = self.luck.choice(self.known) if self.known else "today"
        return self.luck.choice(
            [f"text({key})", f"coalesce({key}, today)", f"size(text({key})) * 2", "today", '"x"']
        )

    def text(self):
        words = self.luck.choice(["Une question", "Œuvre d’été « 12 € »", "<script>", "a" * 90])
        recall = (
            f" {{{{ {self.luck.choice(self.known)} }}}}" if self.known and self.luck.random() < 0.2 else ""
        )
        return words + recall


def drawn(seed):
    return Drawing(Random(seed)).definition()


def bundled(body):
    return bundle_of(ProcedureVersion.objects.filter(procedure__organisation=body).order_by("number"))


@settings(DRAWN, max_examples=6)
@given(st.integers(0, 10_000))
def test_a_definition_is_kept_exported_and_brought_in_elsewhere_as_it_was(seed):
    definition = drawn(seed)
    assert errors(lint(definition), Level.ERROR) == {}
    here, there = OrganisationFactory(), OrganisationFactory()
    kept = import_definition(organisation=here, definition=json.loads(json.dumps(definition)))
    assert ProcedureVersion.objects.get(pk=kept.pk).definition == definition
    content = bundled(here)
    taken = take_in(organisation=there, imported=read_files(kind="parvis", files=unzipped("b.zip", content)))
    assert not taken.report.has_errors
    assert bundled(there) == content


@settings(DRAWN, max_examples=20)
@given(st.integers(0, 10_000))
def test_whatever_is_answered_the_form_is_read_drawn_and_checked(seed):
    luck = Random(seed)
    form = engine.compile_form(drawn(seed))
    context = engine.Context(known={"identity": {"given_name": "Aude"}, "address": {"quartier": "nord"}})
    answers = {}
    for page in form.pages:
        posted = post_of(page, luck)
        checked = engine.check_page(
            form, page.key, posted, answers, context=context, complete=luck.random() < 0.5
        )
        engine.page_widgets(form, page.key, answers, checked, context=context)
        engine.page_logic(form, [page], checked.answers, context)
        engine.way_out(form, page.key, checked.answers, context)
        engine.first_typed(form, page, checked.answers, context)
        answers = checked.answers
    whole = engine.check_all(form, answers, context=context)
    assert (
        engine.check_all(form, whole.answers, complete=False, strict=True, context=context).answers
        == whole.answers
    )
    engine.present(form, whole.answers, context=context, reviewed=True)
    engine.subject(form, whole.answers, context)
    json.dumps(whole.answers)


def post_of(page, luck):
    """Return what someone posts on a page: answers that suit, and boxes spoilt."""
    data = QueryDict(mutable=True)
    for question in page.questions:
        if question.type.asks:
            own = (
                question.type.sample(question, luck)
                if not question.children and luck.random() < 0.7
                else None
            )
            typed = question.type.typed(question, own)
            if luck.random() < 0.3:
                typed = next(sampling.spoilt(typed, luck), typed)
            _post(data, question.key, typed)
            for child in question.children:
                data[f"{question.key}.0.{child.key}"] = data[f"{question.key}.{child.key}"] = luck.choice(
                    NONSENSE
                )
            if luck.random() < 0.3:
                data[question.key] = luck.choice(NONSENSE)
    return data


def _post(data, name, typed):
    if isinstance(typed, dict):
        for part, value in typed.items():
            _post(data, f"{name}.{part}", value)
    elif isinstance(typed, list):
        data.setlist(name, [str(one) for one in typed])
    elif typed is not None:
        data[name] = str(typed)


@pytest.fixture(autouse=True)
def caen():
    return TerritoryFactory(code="14118", name="Caen", postcodes=["14000"])
