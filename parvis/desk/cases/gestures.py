"""Gestures on a case, one class each: who may, its form, what it does, what is said after."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import access
from parvis.cases.models import OPEN, TRANSITIONS, Case, LegalState, Priority
from parvis.cases.services.after_silence import give_reasons
from parvis.cases.services.commitments import look_at, prioritise
from parvis.cases.services.corrections import settle_correction
from parvis.cases.services.pieces import ask_for_pieces, ask_to_mend
from parvis.cases.services.states import change_state
from parvis.cases.services.transfer_out import transfer_out
from parvis.cases.services.treatment import assign_case, close_case, decide_case, reopen_case, transfer_case
from parvis.desk import words
from parvis.desk.calls import forms as call_forms
from parvis.desk.cases import agent_fields, breach_forms, forms, mending_forms, opinion_forms, proof_forms
from parvis.organisations.access import AgentSession


@dataclass(frozen=True)
class Gesture:
    """One gesture. ``allowed`` reads habilitations, ``possible`` the case's state; ``perform`` says what was done."""

    code: str
    label: str | Promise
    icon: str
    key: str
    form: type[forms.GestureForm]
    allowed: Callable[[AgentSession, Case], bool]
    possible: Callable[[Case], bool]
    perform: Callable[..., str]


def _assign(form: forms.AssignForm) -> str:
    agent = form.chosen()
    assign_case(case_id=form.case.pk, to=agent, by=form.agent)
    if agent is None:
        return _("La demande attend un agent.")
    return _("Demande confiée à %(agent)s.") % {"agent": agent}


def _set_state(form: forms.StateForm) -> str:
    state = LegalState(form.cleaned_data["etat"])
    change_state(case_id=form.case.pk, to=state, by=form.agent)
    return _("État enregistré : %(state)s.") % {"state": words.state(state).word}


def _prioritise(form: mending_forms.PriorityForm) -> str:
    case = prioritise(
        case_id=form.case.pk, impact=form.level("portee"), urgency=form.level("urgence"), by=form.agent
    )
    return _("Priorité enregistrée : %(priority)s.") % {"priority": Priority(case.priority).label}


def _look(form: forms.GestureForm) -> str:
    look_at(case_id=form.case.pk, by=form.agent)
    return _("C’est noté : vous avez regardé cette demande.")


def _ask_pieces(form: forms.PiecesForm) -> str:
    given = form.cleaned_data
    ask_for_pieces(
        case_id=form.case.pk,
        labels=form.labels(),
        due_on=given["avant"],
        text=given["texte"],
        suspends=given["suspend"],
        by=form.agent,
    )
    return _("Pièces demandées à la personne.")


def _ask_mend(form: mending_forms.MendForm) -> str:
    given = form.cleaned_data
    ask_to_mend(
        case_id=form.case.pk,
        labels=form.labels(),
        provisions=given["textes"],
        due_on=given["avant"],
        text=given["texte"],
        by=form.agent,
    )
    return _("Correction demandée à la personne.")


def _settle(form: mending_forms.CorrectionForm) -> str:
    settle_correction(
        correction_id=form.correction.pk, case_id=form.case.pk, by=form.agent, refusal=form.refusal()
    )
    return _("La personne est prévenue.") if form.refusal() else _("Les réponses sont corrigées.")


def _transfer_out(form: mending_forms.TransferOutForm) -> str:
    to = form.outside_body()
    transfer_out(case_id=form.case.pk, to=to, reason=form.cleaned_data["motif"], by=form.agent)
    if to.email or to.peer_body:
        return _("Le dossier part à %(body)s. La personne est prévenue.") % {"body": to.name}
    return _(
        "Le dossier se prépare : imprimez-le d’ici un instant, dans « Courriers ». La personne est prévenue."
    )


def _transfer(form: forms.TransferForm) -> str:
    team = form.chosen()
    transfer_case(case_id=form.case.pk, to=team, reason=form.cleaned_data["motif"], by=form.agent)
    return _("Demande transmise à %(team)s.") % {"team": f"{team.name} ({team.organisation.name})"}


def _decide(form: forms.DecideForm) -> str:
    given = form.cleaned_data
    decide_case(
        case_id=form.case.pk,
        outcome=form.outcome(),
        by=form.agent,
        text=given["texte"],
        reasons_in_law=given["droit"],
        reasons_in_fact=given["fait"],
    )
    return _("Décision enregistrée et notifiée.")


def _give_reasons(form: mending_forms.ReasonsForm) -> str:
    given = form.cleaned_data
    give_reasons(case_id=form.case.pk, in_law=given["droit"], in_fact=given["fait"], by=form.agent)
    return _("Raisons données à la personne.")


def _close(form: forms.CloseForm) -> str:
    close_case(case_id=form.case.pk, by=form.agent, outcome=form.outcome())
    return _("Demande terminée.")


def _reopen(form: forms.ReopenForm) -> str:
    reopen_case(case_id=form.case.pk, reason=form.cleaned_data["motif"], by=form.agent)
    return _("Demande reprise.")


def _is_open(case: Case) -> bool:
    return case.state in OPEN


def _asks_agents(case: Case) -> bool:
    return _is_open(case) and agent_fields.asks_agents(case)


def _awaits_looks(case: Case) -> bool:
    return _is_open(case) and case.is_committed


def _always(_case: Case) -> bool:
    return True


def _follows_breach(case: Case) -> bool:
    return access.breach_followed(case) is not None


def _shows_a_course(case: Case) -> bool:
    return not _is_open(case) and proof_forms.has_workflow(case)


def _can_end(case: Case) -> bool:
    return LegalState.CLOSED in TRANSITIONS[LegalState(case.state)] and case.state != LegalState.CLOSED


def _can_resume(case: Case) -> bool:
    return not _is_open(case) and LegalState.IN_PROGRESS in TRANSITIONS[LegalState(case.state)]


GESTURES = {
    gesture.code: gesture
    for gesture in (
        Gesture(
            "attribuer",
            gettext_lazy("Attribuer"),
            "person",
            "a",
            forms.AssignForm,
            access.can_handle,
            _is_open,
            _assign,
        ),
        Gesture(
            "etat",
            gettext_lazy("Changer l’état"),
            "progress",
            "e",
            forms.StateForm,
            access.can_handle,
            _is_open,
            _set_state,
        ),
        Gesture(
            "champs",
            gettext_lazy("Remplir les champs du service"),
            "edit",
            "s",
            agent_fields.AgentFieldsForm,
            access.can_handle,
            _asks_agents,
            agent_fields.answer,
        ),
        Gesture(
            "priorite",
            gettext_lazy("Priorité"),
            "warning",
            "",
            mending_forms.PriorityForm,
            access.can_answer,
            _is_open,
            _prioritise,
        ),
        Gesture(
            "vue",
            gettext_lazy("Vue, rien à faire"),
            "eye",
            "",
            forms.GestureForm,
            access.can_handle,
            _awaits_looks,
            _look,
        ),
        Gesture(
            "avis",
            gettext_lazy("Demander un avis"),
            "help",
            "",
            opinion_forms.OpinionForm,
            access.can_handle,
            _is_open,
            opinion_forms.ask,
        ),
        Gesture(
            "rendre-avis",
            gettext_lazy("Rendre l’avis"),
            "note",
            "",
            opinion_forms.GiveOpinionForm,
            access.can_give_opinion,
            _is_open,
            opinion_forms.give,
        ),
        Gesture(
            "appel",
            gettext_lazy("Noter un appel"),
            "phone",
            "c",
            call_forms.CaseCallForm,
            access.can_write_note,
            _always,
            call_forms.note,
        ),
        Gesture(
            "rappel",
            gettext_lazy("Dire ce que le rappel a donné"),
            "phone",
            "",
            call_forms.CallBackForm,
            access.can_write_note,
            access.awaits_call_back,
            call_forms.call_back,
        ),
        Gesture(
            "pieces",
            gettext_lazy("Demander des pièces"),
            "paperclip",
            "p",
            forms.PiecesForm,
            access.can_handle,
            _is_open,
            _ask_pieces,
        ),
        Gesture(
            "forme",
            gettext_lazy("Faire corriger la forme"),
            "edit",
            "",
            mending_forms.MendForm,
            access.can_handle,
            _is_open,
            _ask_mend,
        ),
        Gesture(
            "correction",
            gettext_lazy("Examiner la correction"),
            "edit",
            "",
            mending_forms.CorrectionForm,
            access.can_handle,
            access.has_correction_to_settle,
            _settle,
        ),
        Gesture(
            "transmettre",
            gettext_lazy("Transmettre"),
            "transfer",
            "t",
            forms.TransferForm,
            access.can_transfer,
            _is_open,
            _transfer,
        ),
        Gesture(
            "ailleurs",
            gettext_lazy("Transmettre hors de la plateforme"),
            "transfer",
            "",
            mending_forms.TransferOutForm,
            access.can_transfer,
            _is_open,
            _transfer_out,
        ),
        Gesture(
            "decider",
            gettext_lazy("Décider"),
            "check-circle",
            "d",
            forms.DecideForm,
            access.can_decide,
            access.awaits_decision,
            _decide,
        ),
        Gesture(
            "raisons",
            gettext_lazy("Donner les raisons du refus"),
            "edit",
            "",
            mending_forms.ReasonsForm,
            access.can_give_reasons,
            access.awaits_reasons,
            _give_reasons,
        ),
        Gesture(
            "terminer",
            gettext_lazy("Terminer"),
            "closed",
            "f",
            forms.CloseForm,
            access.can_handle,
            _can_end,
            _close,
        ),
        Gesture(
            "reprendre",
            gettext_lazy("Reprendre"),
            "undo",
            "",
            forms.ReopenForm,
            access.can_handle,
            _can_resume,
            _reopen,
        ),
        Gesture(
            "test",
            gettext_lazy("Garder comme test du parcours"),
            "check",
            "",
            proof_forms.KeepTestForm,
            access.can_handle,
            _shows_a_course,
            proof_forms.keep_test,
        ),
        Gesture(
            "violation",
            gettext_lazy("Signaler une violation de données"),
            "lock",
            "",
            breach_forms.BreachForm,
            access.can_answer,
            _always,
            breach_forms.report,
        ),
        Gesture(
            "violation-suite",
            gettext_lazy("Suite de la violation"),
            "lock",
            "",
            breach_forms.BreachEndForm,
            access.can_answer,
            _follows_breach,
            breach_forms.end,
        ),
    )
}


def offered(agent: AgentSession, case: Case) -> list[Gesture]:
    """Return the gestures this agent can make on this case now."""
    return [each for each in GESTURES.values() if each.possible(case) and each.allowed(agent, case)]
