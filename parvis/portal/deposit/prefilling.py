"""What a signed-in person already told us is not asked twice: it stands in the boxes, to be changed or kept."""

from typing import Any

from parvis.catalogue.forms import engine
from parvis.people import access
from parvis.portal.deposit.way import Way


def known_answers(way: Way, shown: engine.Page) -> dict[str, Any]:
    """Return, as it would be typed, what the profile says for the question about the person, while unanswered."""
    key = way.form.roles.get("person", "")
    asked = any(question.key == key for question in shown.questions)
    if way.draft.person_id is None or not asked or key in way.draft.answers:
        return {}
    person, question = access.get_person(way.draft.person_id), way.form.by_key[key]
    known = {part: getattr(person, part, "") for part in question.type.empty(question)}
    return {key: question.type.typed(question, known)}
