"""What another person reads before they sign: who asks, for what, and the answers if the procedure shares them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.cases.models import Case, CoSignature
from parvis.cases.services.contexts import case_context
from parvis.catalogue.field_types import PostData, Question, Settled, Widget, registry
from parvis.catalogue.forms import engine
from parvis.ui.words import language

KEY = "signature"


def signing_context(asked: CoSignature, case: Case, **more: Any) -> dict[str, Any]:
    """Return the whole page."""
    form = engine.compiled(case.version, language())
    return {
        "asked": asked,
        "asker": case.person_name,
        "title": form.title,
        "subject": case.subject if case.subject != form.title else "",
        "sections": _answers(form, case) if asked.share_answers else [],
        **more,
    }


def signature_typed(asked: CoSignature, data: PostData) -> tuple[Any, Settled]:
    """Return what was typed to sign, then the accepted signature and what is refused of it."""
    question = _question(asked)
    typed = question.type.read(question, data, KEY, None)
    accepted, refused = question.type.take(question, typed)
    return typed, (accepted, refused or question.type.wanting(question, accepted))


def signature_widget(
    asked: CoSignature, typed: Any = None, errors: Mapping[str, list[str]] | None = None
) -> Widget:
    """Return the box in which one signs."""
    question = _question(asked)
    shown = typed if typed is not None else question.type.typed(question, None)
    return question.type.widget(question, KEY, shown, dict(errors or {}))


def _question(asked: CoSignature) -> Question:
    options = {"statement": asked.statement} if asked.statement else {}
    return Question(
        key=KEY, type=registry.get("signature"), label=_("Votre signature"), required=True, options=options
    )


def _answers(form: engine.Form, case: Case) -> list[dict[str, Any]]:
    sections = engine.present(form, case.answers, context=case_context(case), reviewed=True, settled=True)
    return [
        {
            "title": section.title,
            "rows": [{"question": row.label, "answer": row.text, "group": row.group} for row in section.rows],
        }
        for section in sections
    ]
