"""Models of the cases room."""

from parvis.cases.models.action_run import ActionRun, RunState
from parvis.cases.models.alert import AlertChoice, AlertKind, AlertMode, AlertPlan
from parvis.cases.models.appointment import Appointment, AppointmentState
from parvis.cases.models.case import NEVER, Capacity, Case, IntakeChannel, Level, Outcome, Participation
from parvis.cases.models.case_link import CaseLink
from parvis.cases.models.clock import Clock, ClockState
from parvis.cases.models.co_signature import CoSignature, CoSignatureState
from parvis.cases.models.consultation import Consultation, ConsultationKind, ConsultationState
from parvis.cases.models.contact_form import ContactForm
from parvis.cases.models.correction import Correction, CorrectionState
from parvis.cases.models.decision import Decision
from parvis.cases.models.draft import Draft
from parvis.cases.models.grouped_move import GroupedMove, GroupedState
from parvis.cases.models.held_answer import HeldAnswer
from parvis.cases.models.journal_entry import JournalEntry
from parvis.cases.models.learnt_sorting import LearntSorting
from parvis.cases.models.message import Attachment, Direction, Message
from parvis.cases.models.opinion import OpinionSilence, Stance
from parvis.cases.models.outage_link import LinkReason, OutageLink
from parvis.cases.models.payment import Payment, PaymentState
from parvis.cases.models.peer import Peer, PeerBody, PeerKey
from parvis.cases.models.person_double import PersonDouble, PersonToCompare
from parvis.cases.models.person_entry import PersonEntry
from parvis.cases.models.piece_request import PieceRequest, RequestKind
from parvis.cases.models.qualification_rule import QualificationRule
from parvis.cases.models.recorded_test import RecordedTest
from parvis.cases.models.saved_view import SavedView
from parvis.cases.models.search_entry import SearchEntry
from parvis.cases.models.service_level import Agreement, BusinessCalendar, Priority
from parvis.cases.models.state import ENDED, OPEN, TRANSITIONS, WAITING, LegalState
from parvis.cases.models.timer import Timer, TimerState

__all__ = [
    "ENDED",
    "NEVER",
    "OPEN",
    "TRANSITIONS",
    "WAITING",
    "ActionRun",
    "Agreement",
    "AlertChoice",
    "AlertKind",
    "AlertMode",
    "AlertPlan",
    "Appointment",
    "AppointmentState",
    "Attachment",
    "BusinessCalendar",
    "Capacity",
    "Case",
    "CaseLink",
    "Clock",
    "ClockState",
    "CoSignature",
    "CoSignatureState",
    "Consultation",
    "ConsultationKind",
    "ConsultationState",
    "ContactForm",
    "Correction",
    "CorrectionState",
    "Decision",
    "Direction",
    "Draft",
    "GroupedMove",
    "GroupedState",
    "HeldAnswer",
    "IntakeChannel",
    "JournalEntry",
    "LearntSorting",
    "LegalState",
    "Level",
    "LinkReason",
    "Message",
    "OpinionSilence",
    "OutageLink",
    "Outcome",
    "Participation",
    "Payment",
    "PaymentState",
    "Peer",
    "PeerBody",
    "PeerKey",
    "PersonDouble",
    "PersonEntry",
    "PersonToCompare",
    "PieceRequest",
    "Priority",
    "QualificationRule",
    "RecordedTest",
    "RequestKind",
    "RunState",
    "SavedView",
    "SearchEntry",
    "Stance",
    "Timer",
    "TimerState",
]
