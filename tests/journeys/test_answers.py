"""The page reads its boxes as the server reads, parses and checks what they post, and tells an answer as it does."""

import json
import random
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from playwright.sync_api import Page

from parvis.catalogue.expressions.values import same
from parvis.catalogue.field_types import FieldType, Question, registry

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

READ_HERE = [kind for kind in registry if kind.page_reader]
TOLD_HERE = [
    kind for kind in registry if kind.page_words(Question("q", kind, "", options=kind.example_options))
]
TYPED = [
    *(
        "",
        " ",
        "a",
        "Chêne",
        "  deux   mots ",
        "x" * 12,
        "x" * 400,
        "é😀",
        "a\u200eb\u202ec",
        "\u00a0bord\u00a0",
    ),
    *(
        "0",
        "12",
        "-3",
        "+4",
        "1 234,5",
        "1\u202f234.50",
        "12,345",
        "12,5 %",
        "12 €",
        "00012,500",
        "1e3",
        "½",
        "٣",
    ),
    *(
        "99999999999999999999",
        "0,1",
        "0,30",
        "1.",
        ",5",
        "150",
        "-0",
        "123456789012345,67",
        "1234567890123456",
        "7",
    ),
    *(
        "16",
        "3",
        "2026",
        "16/03/2026",
        "2026-03-16",
        "29/02/2025",
        "29 2 2024",
        "31.4.2026",
        "1/1/26",
        "16/03/",
        "03",
    ),
    *("14h30", "14 h 30", "1430", "7:5", "24:00", "23h59", "9 h", "9h07 min", "930", "8.15", "14 h 30 mn"),
    *("AB-123-CD", "9007199254740993"),
]
MORE_OPTIONS: dict[str, list[dict[str, Any]]] = {
    "text": [{"min_length": 3, "max_length": 10}, {"pattern": "[A-Z]{2}-[0-9]{3}-[A-Z]{2}"}],
    "long_text": [{"max_length": 8}],
    "number": [{"decimals": 2}, {"min": 3, "max": 100}, {"decimals": 1, "min": -5.5}],
    "percentage": [{"decimals": 1}, {"max": 200}],
    "currency": [{"min": -10, "max": 1500}],
    "date": [{"min": "2026-01-01", "max": "today+15d"}],
    "time": [{"min": "08:00", "max": "18:00"}, {"step": 15}],
    "choice": [{"other": True}, {"list": True}, {"other": True, "list": True}],
    "multiple_choice": [{"max": 1}, {"min": 2, "other": "Autre chose"}],
}
TRY = """async ([reader, options, seeds]) => {
    const { boxes, read } = await import("/js/answers.js");
    const form = document.querySelector("form");
    return seeds.map((fills) => {
        const pick = (box, index) => fills[index % fills.length];
        [...form.elements].forEach((box, index) => {
            const [text, tick] = pick(box, index);
            if (box.type === "radio" || box.type === "checkbox") box.checked = tick < 0.4;
            else if (box.tagName === "SELECT") box.selectedIndex = Math.floor(tick * box.options.length);
            else if (box.tagName !== "BUTTON" && box.tagName !== "FIELDSET") box.value = text;
        });
        return [new URLSearchParams([...new FormData(form)]).toString(), read(boxes(form), "q", reader, options)];
    });
}"""
SAY = """async ([value, words]) => (await import("/js/answers.js")).say(value, words)"""


def questions(kind: FieldType) -> list[Question]:
    """Return the type with its options of example, and with those that change what it accepts."""
    variants = [{}, *MORE_OPTIONS.get(kind.code, [])]
    return [Question("q", kind, "Question", options={**kind.example_options, **more}) for more in variants]


@pytest.mark.parametrize("kind", READ_HERE, ids=lambda kind: kind.code)
def test_the_page_reads_what_the_server_accepts(kind: FieldType, module_page: Page, seed: int) -> None:
    chance = random.Random(seed)
    for question in questions(kind):
        widget = kind.widget(question, "q", kind.typed(question, None), {})
        template = engines["django"].from_string("<form>{% field widget %}</form>")
        module_page.set_content(template.render({"widget": widget}))
        fills = [[(text, chance.random())] for text in TYPED]
        fills += [[("", 1), (text, 1), ("", 1), ("", 1)] for text in TYPED]  # the first box of several alone
        fills += [[(chance.choice(TYPED), chance.random()) for _ in range(4)] for _ in range(150)]
        tried = module_page.evaluate(TRY, [kind.page_reader, kind.page_options(question), fills])
        for posted, read in tried:
            typed: Any = kind.read(question, QueryDict(posted), "q", None)
            accepted, _refused = kind.take(question, typed)
            assert same(accepted, read), (question.options, posted)
        assert len({json.dumps(read) for _posted, read in tried}) > 1


@pytest.mark.parametrize("kind", TOLD_HERE, ids=lambda kind: kind.code)
def test_the_page_tells_an_answer_as_the_server_does(kind: FieldType, module_page: Page) -> None:
    examples = {
        "number": [0, 12, -1234567, 1234.5, 1e-7, 0.1 + 0.2],
        "percentage": [12.5],
        "currency": ["1234567.50", "-3.00"],
        "date": ["2026-01-01", "2026-12-31"],
        "yes_no": [False],
        "computed": [12.5, True, "mot", ["a", 2], None],
    }
    for question in questions(kind):
        for value in [kind.example, *examples.get(kind.code, [])]:
            told = module_page.evaluate(SAY, [json.loads(json.dumps(value)), kind.page_words(question)])
            assert told == kind.to_text(question, value)
