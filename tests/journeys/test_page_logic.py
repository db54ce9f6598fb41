"""The page shows and hides the questions that the server asks, and says what it says, whatever stands in the boxes."""

import random
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils.html import strip_tags
from playwright.sync_api import Page, expect

from parvis.catalogue.forms import engine
from parvis.catalogue.forms.text import to_html
from tests.factories.catalogue import field, form

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def options(**labels: str) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in labels.items()]


WORK = options(cut="Abattre", prune="Élaguer", both="Les deux")
CHILDREN = {
    "key": "children", "type": "block", "label": "Enfants de {{ name }}", "repeat": {"min": 2, "max": 3},
    "condition": "work != 'prune'", "required": False,
    "fields": [
        field("text", "first_name", required=False),
        field("number", "age", required=False, help="Âge de {{ first_name }} au {{ day }}"),
        field("yes_no", "school", condition="age >= least"),
        {"key": "double", "type": "computed", "value": "age * 2"},
        field("text", "which", condition="school == true && double > count", label="École de {{ first_name }}"),
    ],
}  # fmt: skip
HOME = {
    "key": "home", "type": "block", "label": "Logement",
    "fields": [
        field("choice", "kind", options=options(house="Maison", flat="Appartement")),
        field("number", "floor", condition='kind == "flat"'),
        field("information", "high", condition="floor > 3 && work != ''", text="Étage **{{ floor }}**, {{ home }}"),
    ],
}  # fmt: skip
FORM = form(
    [field("number", "least")],
    [
        field("text", "name", required=False),
        field("choice", "work", options=WORK, other=True),
        field("number", "count", decimals=1, min=0, max=50, label="Combien pour « {{ work }} » ?"),
        field("multiple_choice", "why", options=WORK, condition="count > least", max=2),
        field("date", "day", condition='"cut" in why || size(why) == 2', help="Depuis {{ text(count) }}"),
        field("currency", "price", condition="day != '' && day > today"),
        {"key": "total", "type": "computed", "value": "number(price) * count"},
        field("long_text", "long", condition="total > 100 || name.startsWith('Au')"),
        CHILDREN,
        HOME,
        field("text", "few", condition="count(children) == 1", label="{{ total }} et {{ price }}"),
        field("text", "rich", condition='sum(children, "double") >= 20 || home.floor == 4'),
        field("information", "end", text="{{ name }}, {{ day }} : {{ total }} [ici](https://a.fr/{{ work }})"),
        field("agreement", "agreed", text="D’accord, {{ name }}"),
        field("time", "hour", condition="agreed == true"),
    ],
)  # fmt: skip
ANSWERS = {"least": 3}
TYPED = [
    *["2/12/2030", ""] * 4,
    "Aude",
    "3",
    "12,5",
    "4",
    "40",
    "60",
    "2030",
    "01",
    "7",
    "é",
    "14h30",
    "120 €",
    " x ",
    "Au revoir",
]
DRAW = """<form><div data-logic data-drawn="_drawn" hidden>{{ logic|json_script }}</div>
    <input type="hidden" name="_drawn" value="{{ drawn }}">
    {% for widget in widgets %}{% field widget %}{% endfor %}</form>"""
START = """async () => (await import("/js/conditions.js")).start(document.querySelector("[data-logic]"))"""
FILL = """(fills) => {
    const form = document.querySelector("form");
    const boxes = [...form.elements].filter((box) => box.name && box.type !== "hidden" && box.tagName !== "BUTTON");
    boxes.forEach((box, index) => {
        const [text, tick] = fills[index % fills.length];
        if (box.type === "radio" || box.type === "checkbox") box.checked = tick < 0.5;
        else if (box.tagName === "SELECT") box.selectedIndex = Math.floor(tick * box.options.length);
        else box.value = text;
    });
    form.dispatchEvent(new Event("input"));
    const visible = [...form.querySelectorAll("[data-field]")].filter((field) => !field.closest("[hidden]"));
    const words = (field, selector) => field.querySelector(selector)?.firstChild?.data?.trim() ?? "";
    const all = (tell) => Object.fromEntries(visible.map((field) => [field.dataset.field, tell(field)]));
    return {
        posted: new URLSearchParams([...new FormData(form)]).toString(),
        shown: visible.filter((field) => field.tagName !== "INPUT").map((field) => field.dataset.field),
        labels: all((field) => words(field, ":scope > .label")),
        helps: all((field) => words(field, ":scope > .help")),
        texts: all((field) => field.querySelector(":scope > .flow p")?.textContent ?? ""),
    };
}"""


def drawn(answers: dict[str, Any]) -> str:
    """Return the second page as it is drawn, with what it runs by itself."""
    seen = engine.visibility(FORM, answers)
    context = {
        "logic": engine.page_logic(FORM, [FORM.page("p2")], answers),
        "drawn": ",".join(key for key in FORM.by_key if key in seen.questions),
        "widgets": engine.page_widgets(FORM, "p2", answers),
    }
    return str(engines["django"].from_string(DRAW).render(context))


@pytest.fixture
def filled(module_page: Page) -> Any:
    """Return a function that fills the boxes and returns what the page then shows and posts."""
    module_page.set_content(drawn(ANSWERS))
    module_page.evaluate(START)
    return lambda fills: module_page.evaluate(FILL, fills)


def test_the_page_asks_what_the_server_asks_and_says_what_it_says(filled: Any, seed: int) -> None:
    chance, shown = random.Random(seed), set()
    for _ in range(250):
        there = filled([(chance.choice(TYPED), chance.random()) for _ in range(17)])
        data: Any = QueryDict(there["posted"])
        checked = engine.check_page(
            FORM, "p2", data, ANSWERS, drawn=data["_drawn"].split(","), complete=False
        )
        seen = engine.visibility(FORM, checked.answers)
        asked = [name for name, one in seen.asked.items() if one.question.type.drawn and name != "least"]
        assert there["shown"] == asked, there["posted"]
        shown |= set(asked)
        for name in asked:
            question = seen.asked[name].question
            if question.type.labelled and there["labels"][name]:
                assert there["labels"][name] == question.label
            assert there["helps"][name] == question.help
            if question.type.code == "information":
                told = strip_tags(to_html(question.options["text"])).strip()
                assert there["texts"][name].strip() == unescape(told)
    assert {"day", "price", "long", "children.0.which", "home.high", "few", "rich", "hour"} <= shown


def test_what_is_hidden_posts_nothing_and_rows_tell_what_they_show(filled: Any, module_page: Page) -> None:
    module_page.locator("[name=work][value=both]").check()
    module_page.locator("[name='children.0.age']").fill("8")
    assert module_page.locator("[name='children.0.school']").first.is_enabled()
    assert module_page.locator("[name='children.1.school']").first.is_disabled()
    expect(module_page.locator("[name='children.0._asked']")).to_have_value("first_name,age,school")
    module_page.locator("[name=work][value=prune]").check()
    assert module_page.locator("[name='children.0.age']").is_disabled()
    module_page.locator("[name=work][value=both]").check()
    expect(module_page.locator("[name='children.0.age']")).to_have_value("8")
    assert module_page.locator("[name='children.1.school']").first.is_disabled()


def test_recalled_words_make_no_markup(filled: Any, module_page: Page) -> None:
    module_page.locator("[name=name]").fill("<img src=x onerror=alert(1)>")
    assert "<img src=x onerror=alert(1)>, " in module_page.locator("[data-field=end]").inner_text()
    assert module_page.locator("img").count() == 0
    assert module_page.locator("[data-field=end] a").get_attribute("href") == "https://a.fr/"
