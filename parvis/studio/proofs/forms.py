"""A test to keep, and the step to add to one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.models import RecordedTest
from parvis.cases.rehearsal.script import drawn_answers
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.definition import Transition, Workflow
from parvis.studio.entrance import BuilderRequest
from parvis.ui.drawn_forms import DrawnForm

PRESS, WAIT, SIGNAL, GRANT, REFUSE, ADVISE, WRITE = (
    "t",
    "attendre",
    "s",
    "accorde",
    "refuse",
    "avis",
    "message",
)


class NewTestForm(DrawnForm):
    """The name of a test, and the case it is made from; without one, it is written step by step."""

    nom = forms.CharField(
        label=gettext_lazy("Nom du test"),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez un nom à ce test.")},
    )
    numero = forms.CharField(
        label=gettext_lazy("Numéro de la demande à reprendre"),
        help_text=gettext_lazy(
            "Une demande que vous voyez au bureau. Les noms, les textes et les fichiers ne sont pas gardés. "
            "Sans numéro, vous écrivez le test étape par étape."
        ),
        max_length=30,
        required=False,
    )
    NAMES = {"name": "nom", "number": "numero"}

    def __init__(self, request: BuilderRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        super().refuse({self.NAMES.get(name, name): said for name, said in errors.items()})


class StepForm(DrawnForm):
    """What happens next in a test, among what can happen where it is, and after how long."""

    quoi = forms.ChoiceField(
        label=gettext_lazy("Ce qui se passe ensuite"),
        error_messages={"required": gettext_lazy("Choisissez ce qui se passe.")},
    )
    jours = forms.IntegerField(
        label=gettext_lazy("Après combien de jours"),
        min_value=0,
        max_value=3650,
        initial=0,
        error_messages={
            "required": gettext_lazy("Écrivez un nombre de jours, 0 pour tout de suite."),
            "invalid": gettext_lazy("Écrivez un nombre de jours, 0 pour tout de suite."),
        },
    )

    def __init__(self, request: BuilderRequest, flow: Workflow, test: RecordedTest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.flow = flow
        self.here = test.expected["seen"][-1]["status"] if test.expected["seen"] else flow.first
        leaving = flow.leaving(self.here)
        self.asks = [each.when.name for each in leaving if each.when.on in {"opinions", "validation"}]
        self.offer("quoi", [("", _("Choisissez")), *self._choices(list(leaving))])

    def _choices(self, leaving: list[Transition]) -> list[tuple[str, str]]:
        pressed = [
            (f"{PRESS}:{each.key}", _("Suite « %s »") % each.label) for each in leaving if each.pressed
        ]
        signals = [
            (f"{SIGNAL}:{each.when.name}", _("Signal « %s »") % each.when.name)
            for each in leaving
            if each.when.on == "signal"
        ]
        answers = []
        if any(each.when.on == "validation" for each in leaving):
            answers = [(GRANT, _("Un visa est accordé")), (REFUSE, _("Un visa est refusé"))]
        if any(each.when.on == "opinions" for each in leaving):
            answers.append((ADVISE, _("Un avis est donné")))
        others = [(WRITE, _("La personne écrit")), (WAIT, _("Rien : le temps passe"))]
        return [*pressed, *dict(signals).items(), *answers, *others]

    def step(self) -> dict[str, Any]:
        """Return the step chosen, as scripts hold it."""
        kind, _colon, name = self.cleaned_data["quoi"].partition(":")
        return {**self._what(kind, name), "after": self.cleaned_data["jours"] * 86_400}

    def _what(self, kind: str, name: str) -> dict[str, Any]:
        if kind == PRESS:
            transition = self.flow.transition(name)
            by = "person" if set(transition.who) <= {"person", "mandatary"} else "agent"
            pressed = {"do": "press", "transition": name, "label": transition.label, "by": by}
            return {**pressed, "answers": self._answers(transition)}
        if kind == SIGNAL:
            return {"do": "signal", "name": name, "said": {}}
        if kind in {GRANT, REFUSE, ADVISE}:
            granted = {GRANT: True, REFUSE: False}.get(kind)
            return {"do": "answer", "ask": self.asks[0], "granted": granted}
        if kind == WRITE:
            return {"do": "event", "kind": "message", "facts": {"direction": "inbound"}, "state": ""}
        return {"do": "wait"}

    def _answers(self, transition: Transition) -> dict[str, Any]:
        """Return answers drawn for the form of a transition."""
        form: engine.Form | None = self.flow.forms.get(transition.form)
        return drawn_answers(form) if form else {}
