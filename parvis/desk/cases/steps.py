"""The transitions of a case's workflow as gestures, its timers, its failed actions, the answers it asks of agents."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from parvis.cases import access
from parvis.cases.consultation_story import consultation_for
from parvis.cases.errors import NotOffered
from parvis.cases.models import Case
from parvis.cases.payment_story import payment_for, told
from parvis.cases.services.action_runs import drop_action, retry_action
from parvis.cases.services.consultations import answer_consultation, delegate_consultation
from parvis.cases.services.contexts import case_context
from parvis.cases.services.payments import record_payment
from parvis.cases.services.signatures import sign_document
from parvis.cases.services.timers import cancel_timer, retry_timer
from parvis.cases.services.transitions import make_transition
from parvis.cases.workflow_story import confirmation, transition_offered
from parvis.catalogue.field_types import PostData, Question, registry
from parvis.catalogue.workflows.definition import Transition, workflow_of
from parvis.common.errors import DomainError, Invalid
from parvis.desk.cases.forms import CHOOSE, GestureForm
from parvis.desk.cases.pages import gesture_page
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.sheet import DRAWN, KEPT, Sheet, read_sheet
from parvis.organisations.queries import habilitated_agents
from parvis.ui.fields import Widget
from parvis.ui.words import language

ICON = "progress"
WRITTEN = {"text": "texte", "to": "collegue"}
"""Fields of the forms, by what the services call them."""
PAID_BY = [
    ("cash", gettext_lazy("en espèces")),
    ("cheque", gettext_lazy("par chèque")),
    ("transfer", gettext_lazy("par virement")),
    ("card", gettext_lazy("par carte, au guichet")),
]


class StepForm(GestureForm):
    """The form that a transition gives, or only its confirmation."""

    def __init__(self, request: AgentRequest, case: Case, asked: Transition) -> None:
        super().__init__(request, case)
        self.asked = asked
        flow = workflow_of(case.version, language())
        form = flow.forms.get(asked.form) if flow else None
        context, former = case_context(case), {**case.answers, **case.agent_answers}
        self.sheet: Sheet | None = None
        if form is not None and self.is_bound:
            self.sheet = read_sheet(
                form, request.POST, request.FILES, complete=True, context=context, answers=former
            )
        elif form is not None:
            self.sheet = Sheet(form, answers=former, context=context)

    def clean(self) -> dict[str, Any]:
        """Refuse what the form refuses; the sentences stand under their question."""
        if self.sheet is not None and not self.sheet.is_complete:
            self.add_error(None, _("Corrigez les réponses indiquées."))
        return self.cleaned_data

    @property
    def widgets(self) -> list[Widget]:
        """Return the questions, and what the page must send back."""
        if self.sheet is None:
            return []
        drawn = [
            Widget(widget.template, widget.context)
            for _page, widgets, asked in self.sheet.sections()
            if asked
            for widget in widgets
        ]
        told = {DRAWN: ",".join(sorted(self.sheet.shown.questions)), KEPT: self.sheet.kept_files}
        kept = [
            Widget("fields/hidden.html", {"id": f"etape{name}", "name": name, "value": value})
            for name, value in told.items()
        ]
        return [*drawn, *kept]

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was answered."""
        return self.sheet.answers if self.sheet else {}

    @property
    def new_files(self) -> list[UUID]:
        """Return the stored files that the answers name."""
        named = self.sheet.files().values() if self.sheet else []
        return [UUID(file["id"]) for given in named for file in given]


class ConsultationForm(GestureForm):
    """An opinion, or a validation granted, refused or handed over."""

    suite = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez votre réponse."), "invalid_choice": CHOOSE},
    )
    collegue = forms.TypedChoiceField(
        label=gettext_lazy("Confier à"), required=False, coerce=int, empty_value=None
    )
    texte = forms.CharField(
        label=gettext_lazy("Votre avis, ou vos raisons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        required=False,
    )

    def __init__(self, request: AgentRequest, case: Case, row: Any) -> None:
        super().__init__(request, case)
        self.row = row
        opinion = [("avis", _("Donner mon avis"))]
        validation = [("accorde", _("Accorder")), ("refuse", _("Refuser"))]
        others = [each for each in habilitated_agents(row.team_id) if each.pk != self.agent.agent_id]
        self.others = {each.pk: each for each in others}
        choices = opinion if row.kind == "opinion" else validation
        if row.kind == "opinion":
            self.initial["suite"] = "avis"
        said = _("Votre avis") if row.kind == "opinion" else _("Vos raisons, si vous refusez")
        self.fields["texte"].label = said
        handed = [("confie", _("Confier à un autre agent"))] if others else []
        self.fields["suite"].choices = [*choices, *handed]  # type: ignore[attr-defined]  # a ChoiceField
        names = [("", CHOOSE), *((each.pk, str(each)) for each in others)]
        self.fields["collegue"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        if not others:
            del self.fields["collegue"]

    def clean(self) -> dict[str, Any]:
        """Refuse to hand over to nobody."""
        given = self.cleaned_data
        if given.get("suite") == "confie" and not given.get("collegue"):
            self.add_error("collegue", _("Choisissez l’agent."))
        return given

    def answer(self) -> str:
        """Make the gesture; say what was done."""
        given, where = self.cleaned_data, {"case_id": self.case.pk, "consultation_id": self.row.pk}
        if given["suite"] == "confie":
            delegate_consultation(**where, to=self.others[given["collegue"]], by=self.agent)
            return _("La réponse est confiée à un autre agent.")
        granted = {"accorde": True, "refuse": False}.get(given["suite"])
        answer_consultation(**where, text=given["texte"], granted=granted, by=self.agent)
        return _("Votre réponse est enregistrée.")


class SignatureForm(ConsultationForm):
    """A document to sign, to refuse with a reason, or to hand over."""

    def __init__(self, request: AgentRequest, case: Case, row: Any) -> None:
        super().__init__(request, case, row)
        self.question = Question(
            key="signature", type=registry.get("signature"), label=_("Votre signature"), required=True
        )
        handed = [each for each in self.fields["suite"].choices if each[0] == "confie"]  # type: ignore[attr-defined]
        self.offer("suite", [("signe", _("Signer")), ("refuse", _("Refuser de signer")), *handed])
        self.typed: Any = self.question.type.typed(self.question, {"name": self.agent.name})
        self.wrong: dict[str, list[str]] = {}
        self.signature: Any = None

    def clean(self) -> dict[str, Any]:
        """Read the signature of who signs."""
        given = super().clean()
        kind = self.question.type
        self.typed = kind.read(self.question, cast("PostData", self.data), "signature", None)
        if given.get("suite") == "signe":
            self.signature, self.wrong = kind.take(self.question, self.typed)
            self.wrong = self.wrong or kind.wanting(self.question, self.signature)
            if self.wrong:
                self.add_error(None, " ".join(said for each in self.wrong.values() for said in each))
        return given

    @property
    def widgets(self) -> list[Widget]:
        """Return the fields, the box in which one signs after the choice."""
        suite, *others = super().widgets
        box = self.question.type.widget(self.question, "signature", self.typed, self.wrong)
        return [suite, Widget(box.template, box.context), *others]

    def answer(self) -> str:
        """Sign, or make the gesture of any answer; say what was done."""
        if self.cleaned_data["suite"] != "signe":
            return super().answer()
        sign_document(
            case_id=self.case.pk, consultation_id=self.row.pk, signature=self.signature, by=self.agent
        )
        return _("Votre signature est enregistrée. Le document signé est joint à la demande dans un instant.")


class PaymentForm(GestureForm):
    """What came another way than asked."""

    moyen = forms.ChoiceField(
        label=gettext_lazy("Payé comment ?"),
        widget=forms.RadioSelect,
        choices=PAID_BY,
        error_messages={
            "required": gettext_lazy("Dites comment la personne a payé."),
            "invalid_choice": CHOOSE,
        },
    )
    reference = forms.CharField(
        label=gettext_lazy("Numéro du reçu, du chèque ou du virement"), required=False, max_length=100
    )


@require_http_methods(["GET", "POST"])
def payment(request: AgentRequest, number: str, payment_id: UUID) -> HttpResponse:
    """Write down a payment that came another way. Raises CaseNotFound, NotFound, NotForThisRole, PaymentSettled."""
    case = access.get_case_by_number(number)
    row = payment_for(case, payment_id)
    access.require(access.can_handle(request.agent, case))
    form = PaymentForm(request, case)
    if form.is_valid():
        given = form.cleaned_data
        record_payment(
            case_id=case.pk,
            payment_id=row.pk,
            how=given["moyen"],
            reference=given["reference"],
            by=request.agent,
        )
        messages.success(request, _("Le paiement est noté comme reçu."))
        return redirect("desk:case", case.number)
    shown = {"code": "paiement", "label": _("Noter ce paiement"), "icon": "check", "says": told(row)}
    return gesture_page(request, case, shown, form)


@require_http_methods(["GET", "POST"])
def step(request: AgentRequest, number: str, key: str) -> HttpResponse:
    """Show what a transition asks, or make it. Raises CaseNotFound, NotOffered."""
    case = access.get_case_by_number(number)
    asked = transition_offered(case, key, agent=request.agent)
    if asked is None:
        raise NotOffered
    form = StepForm(request, case, asked)
    if form.is_valid() and _made(form):
        messages.success(request, _("C’est fait : %(label)s.") % {"label": asked.label})
        return redirect("desk:case", case.number)
    shown = {"code": "etape", "label": asked.label, "icon": ICON, "says": confirmation(case, asked)}
    return gesture_page(request, case, shown, form)


@require_http_methods(["GET", "POST"])
def consultation(request: AgentRequest, number: str, consultation_id: UUID) -> HttpResponse:
    """Show what is asked of the agent, or take the answer. Raises CaseNotFound, NotFound."""
    case = access.get_case_by_number(number)
    row = consultation_for(case, consultation_id)
    signs = row.kind == "signature"
    form = (SignatureForm if signs else ConsultationForm)(request, case, row)
    if form.is_valid():
        try:
            messages.success(request, form.answer())
        except Invalid as refusal:
            form.refuse({WRITTEN.get(name, name): said for name, said in refusal.errors.items()})
        else:
            return redirect("desk:case", case.number)
    label = _("Donner ou refuser le visa") if row.kind == "validation" else _("Répondre")
    shown = {"code": "consultation", "label": label, "icon": ICON, "says": row.question}
    if signs:
        shown |= {"code": "signature", "label": _("Signer ou refuser"), "icon": "edit"}
        shown["document"] = row.signing.get("document", "")
    return gesture_page(request, case, shown, form)


@require_POST
def timer(request: AgentRequest, number: str, timer_id: int) -> HttpResponse:
    """Cancel a timer, or have one that failed tried again. Raises CaseNotFound, NotForThisRole, NotFound."""
    case = access.get_case_by_number(number)
    again = request.POST.get("suite") == "relancer"
    (retry_timer if again else cancel_timer)(case_id=case.pk, timer_id=timer_id, by=request.agent)
    messages.success(request, _("L’échéance est relancée.") if again else _("L’échéance est annulée."))
    return redirect("desk:case", case.number)


@require_POST
def action(request: AgentRequest, number: str, run_id: UUID) -> HttpResponse:
    """Have an action that failed tried again, or give it up. Raises CaseNotFound, NotForThisRole, NotFound."""
    case = access.get_case_by_number(number)
    drops = request.POST.get("suite") == "abandonner"
    (drop_action if drops else retry_action)(case_id=case.pk, run_id=run_id, by=request.agent)
    messages.success(request, _("L’action est abandonnée.") if drops else _("L’action est relancée."))
    return redirect("desk:case", case.number)


def _made(form: StepForm) -> bool:
    """Make the transition; a refusal is written on the form."""
    try:
        make_transition(
            case_id=form.case.pk,
            key=form.asked.key,
            by=form.agent,
            answers=form.answers,
            files=form.new_files,
            known=form.case,
        )
    except Invalid as refusal:
        form.add_error(None, " ".join(sentence for said in refusal.errors.values() for sentence in said))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False
