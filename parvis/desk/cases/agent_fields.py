"""The questions that a procedure asks of agents, as a gesture on the case: same engine, same widgets as any form."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from parvis.cases.models import Case
from parvis.cases.services.agent_answers import agent_form, answer_as_service
from parvis.cases.services.contexts import case_context
from parvis.catalogue import blocks
from parvis.catalogue.forms import engine
from parvis.desk.cases.forms import GestureForm
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.sheet import DRAWN, KEPT, Sheet, read_sheet
from parvis.ui.fields import Widget, focus_row, summary
from parvis.ui.words import language

LIGHTLY = ("search_field", "remove_file", blocks.ADD, blocks.REMOVE)


class AgentFieldsForm(GestureForm):
    """What the procedure asks of agents. Required questions may wait: treating a case takes time."""

    def __init__(self, request: AgentRequest, case: Case, *, bound: bool | None = None) -> None:
        self.posted = request.POST
        posted = request.method == "POST" if bound is None else bound
        lightly = any(name in request.POST for name in LIGHTLY)
        super().__init__(request, case, bound=posted and not lightly)
        form = agent_form(case, language())
        assert form is not None  # noqa: S101 - the gesture is not offered otherwise (``asks_agents``)
        former, context = {**case.answers, **case.agent_answers}, case_context(case)
        self.sheet = (
            read_sheet(form, request.POST, request.FILES, complete=False, context=context, answers=former)
            if posted
            else Sheet(form, answers=former, context=context)
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what the engine refuses; the sentences stand under their question."""
        if not self.sheet.is_complete:
            self.add_error(None, _("Corrigez les réponses indiquées."))
        return self.cleaned_data

    @property
    def widgets(self) -> list[Widget]:
        """Return the questions of every page asked now, and what the page must send back."""
        drawn = [
            Widget(widget.template, widget.context)
            for _page, widgets, asked in self.sheet.sections()
            if asked
            for widget in widgets
        ]
        focus_row(drawn, self.posted)
        return [*drawn, *self._kept()]

    @property
    def summary(self) -> list[dict[str, str]]:
        """Return what is wrong, question by question."""
        return summary(self.widgets) if self.sheet.errors and self.is_bound else []

    def _kept(self) -> list[Widget]:
        told = {DRAWN: ",".join(sorted(self.sheet.shown.questions)), KEPT: self.sheet.kept_files}
        return [
            Widget("fields/hidden.html", {"id": f"champs{name}", "name": name, "value": value})
            for name, value in told.items()
        ]

    def new_files(self) -> list[UUID]:
        """Return the stored files that the answers name and that the case had not."""
        known = set(engine.file_ids(self.sheet.form, self.case.agent_answers))
        named = [file["id"] for files in self.sheet.files().values() for file in files]
        return [UUID(key) for key in named if key not in known]


def asks_agents(case: Case) -> bool:
    """Return whether the procedure of a case asks agents anything."""
    return agent_form(case) is not None


def answer(form: AgentFieldsForm) -> str:
    """Keep the answers of the service; say so."""
    answer_as_service(case_id=form.case.pk, answers=form.sheet.answers, by=form.agent, files=form.new_files())
    return _("Champs du service enregistrés. La personne ne les voit pas.")
