"""The form engine alone, in one process: no page; of the database, what a request asks it."""

import time
from collections.abc import Callable
from typing import Any

from bench import large_form
from bench.measures import Measure
from bench.run import Bench, scenario

TIMES, WARM = 200, 20


@scenario("form-engine")
def evaluation(bench: Bench) -> list[Measure]:
    """A form of 150 questions and 200 rules evaluated on the server: what is asked, every answer and rule checked."""
    from parvis.catalogue.forms import engine
    from parvis.catalogue.lists.wanting import noting

    definition, answers = large_form.large(), large_form.answers()
    begun = time.process_time()
    form = engine.compile_form(definition)
    compiled = (time.process_time() - begun) * 1000
    checked = engine.check_all(form, answers)
    if checked.errors or checked.broken or len(checked.answers) != large_form.QUESTIONS:
        raise RuntimeError(f"the form should be accepted whole: {checked.errors} {checked.broken}")

    def page() -> Any:
        return engine.page_logic(form, [form.pages[4]], answers)

    def check() -> Any:
        with noting():  # as each request does: what several questions ask of the database is asked once
            return engine.check_all(form, answers)

    return [
        Measure("form-engine", "questions", len(form.by_key), "", bench.cases),
        Measure("form-engine", "rules", large_form.rules(definition), "", bench.cases),
        Measure("form-engine", "compile_ms", compiled, "ms", bench.cases),
        Measure(
            "form-engine", "visibility_ms", _cpu(lambda: engine.visibility(form, answers)), "ms", bench.cases
        ),
        Measure("form-engine", "cpu_ms", _cpu(check), "ms", bench.cases),
        Measure("form-engine", "page_logic_ms", _cpu(page), "ms", bench.cases),
    ]


def _cpu(do: Callable[[], Any]) -> float:
    """Return the CPU of one turn, in milliseconds."""
    for _ in range(WARM):
        do()
    begun = time.process_time()
    for _ in range(TIMES):
        do()
    return (time.process_time() - begun) * 1000 / TIMES
