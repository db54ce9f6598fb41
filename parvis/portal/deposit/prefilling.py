"""What is already known is not asked twice: it stands in the boxes, to be changed or kept."""

from typing import Any

from parvis.cases.services.contexts import draft_context
from parvis.catalogue.forms import engine
from parvis.portal.deposit.way import Way


def known_answers(way: Way, shown: engine.Page) -> dict[str, Any]:
    """Return, as it would be typed, what is known of the questions of a page not finished yet and left without answer.

    The profile is read only when such a question asks what it holds.
    """
    waiting = [
        question
        for question in shown.questions
        if question.type.asks and question.key not in way.draft.answers
    ]
    if shown.key in way.draft.pages_done or not waiting:
        return {}
    from_profile = any(question.prefill and question.prefill.source == "person" for question in waiting)
    context = draft_context(way.draft, way.form, prefills=True) if from_profile else way.context
    return engine.first_typed(way.form, shown, way.draft.answers, context)
