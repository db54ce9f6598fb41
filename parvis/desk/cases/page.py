"""Everything the page of a case shows, ready to write."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases import access, desk_queries
from parvis.cases.models import Attachment, Case, IntakeChannel, LegalState, Priority
from parvis.cases.numbers import say_number
from parvis.cases.outage_queries import reports_of
from parvis.cases.queries import co_signatures_of
from parvis.cases.services.agent_answers import agent_form
from parvis.cases.services.contexts import case_context
from parvis.cases.services.notices import reachable_by
from parvis.cases.services.retiming import whole_story
from parvis.cases.timeline import Moment, timeline
from parvis.cases.workflow_story import place_for_agent
from parvis.catalogue.forms import engine
from parvis.channels import queries as channels
from parvis.channels.models import InboundMail
from parvis.common import clock
from parvis.desk import words
from parvis.desk.cases import told
from parvis.desk.cases.forms import AnswerForm, NoteForm
from parvis.desk.cases.gestures import Gesture, offered
from parvis.desk.cases.why import clocks_of
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.maps import ground
from parvis.documents import queries as documents
from parvis.documents.services.merge import can_merge
from parvis.ui.words import date as date_words
from parvis.ui.words import language, phone

_OF_WORDS = frozenset({"mail", "sms", "post", "form", "peer"})
"""Beginnings of the deposit keys of demands that words made."""
_LETTERS = {"acknowledged", "decided", "attested", "sent_out"}
"""Entries of the journal after which a letter was issued."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer in words and its files; ``changed`` when it is not what was first sent.

    ``drawing`` is the path of a signature drawn by hand, which its field type let through (moves and lines only).
    """

    question: str
    lines: list[str]
    files: list[told.File]
    changed: bool
    group: str
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The answers of a page of the form; ``blanks`` are the questions left without answer."""

    title: str
    answers: list[Answered]
    blanks: list[str]


@dataclass(frozen=True, slots=True)
class Other:
    """Another case of the person or of the place."""

    number: str
    subject: str
    word: str
    received: str


@dataclass(frozen=True, slots=True)
class Step:
    """A gesture as a button: where it leads and the key that presses it."""

    gesture: Gesture
    href: str
    current: bool


def case_page(request: AgentRequest, case: Case, **context: Any) -> dict[str, Any]:
    """Return the context of the page of a case, around what ``context`` adds (a gesture, a form to correct)."""
    attachments = desk_queries.attachments_of(case)
    moments = timeline(case, reader="agent", attachments=attachments)
    mails = _mails(case, moments)
    happened = {moment.code for moment in moments}
    pieces = list(case.piece_requests.all()) if "pieces_asked" in happened else []
    given = _given(case, attachments)
    held = desk_queries.held_answers(case)
    mine = next((one for one in held if one.agent_id == request.agent.agent_id), None)
    timing = clocks_of(whole_story(case))
    page = {
        "case": case,
        "number": say_number(case.number),
        "procedure": engine.compiled(case.version, language()).title,
        "state": words.state(LegalState(case.state)),
        "outcome": words.OUTCOMES.get(case.outcome, ""),
        "due": words.due(case.due_on, LegalState(case.state)),
        "why": timing.why,
        "clocks": timing.clocks,
        "pledges": timing.pledges,
        "priority": Priority(case.priority).label if case.priority != Priority.NORMAL else "",
        "outages": reports_of(case.pk) if "outage_reported" in happened else [],
        "better": desk_queries.better_placed(case),
        "place": place_for_agent(case, request.agent),
        "pages": answers_of(case, given),
        "service_pages": service_answers_of(case, attachments),
        "gesture": None,
        "gesture_form": None,
        **_story(request, case, moments, mails),
        "mails": mails,
        **_papers(case, happened),
        "pieces": pieces,
        "co_signatures": co_signatures_of(case) if "co_signature_asked" in happened else [],
        "loose_files": list(given.values()),
        "can_print": sum(can_merge(each.file) for each in attachments) > 1,
        **_surroundings(case),
        **_composer(request, case, mine),
        "leaving": [one for one in held if one.leaves_at and one is not mine],
        "steps": _steps(request, case, context.get("gesture")),
        "can_take": _can_take(request, case),
    }
    return frame(request, **(page | context))


def _mails(case: Case, moments: list[Moment]) -> list[InboundMail]:
    """Return the mails sorted into a case; nothing is asked for one that no mail ever reached."""
    by_mail = case.channel == IntakeChannel.EMAIL or any(
        moment.kind == "inbound" and moment.channel == "email" for moment in moments
    )
    return channels.mails_about(case.pk) if by_mail else []


def answers_of(case: Case, files: dict[str, told.File]) -> list[Page]:
    """Return the answers as the person saw them, page by page, blanks apart; take from ``files`` those they hold."""
    form = engine.compiled(case.version, language())
    context = case_context(case)
    pages = []
    for section in engine.present(
        form, case.answers, before=_first_answers(case), context=context, settled=True
    ):
        answers = [_answered(row, files) for row in section.rows if row.text or row.changed]
        blanks = [_blank(row) for row in section.rows if not row.text and not row.changed and row.label]
        pages.append(Page(section.title, answers, blanks))
    return pages


def service_answers_of(case: Case, attachments: list[Attachment]) -> list[Page]:
    """Return what agents answered to the questions the procedure asks them, page by page."""
    form = agent_form(case, language())
    if form is None:
        return []
    named = set(engine.file_ids(form, case.agent_answers))
    files = {
        str(each.file_id): told.shown_file(case, each) for each in attachments if str(each.file_id) in named
    }
    answers = {**case.answers, **case.agent_answers}
    sections = engine.present(form, answers, context=case_context(case), settled=True)
    return [_service_page(section, files) for section in sections]


def _service_page(section: engine.Section, files: dict[str, told.File]) -> Page:
    answers = [_answered(row, files) for row in section.rows if row.text]
    return Page(section.title, answers, [_blank(row) for row in section.rows if not row.text and row.label])


def _blank(row: engine.Row) -> str:
    return f"{row.group}, {row.label}" if row.group else row.label


def _answered(row: engine.Row, files: dict[str, told.File]) -> Answered:
    own = [files.pop(each["id"]) for each in row.files if each["id"] in files]
    names = ", ".join(file["name"] for file in row.files)
    lines = [] if own and row.text == names else row.text.splitlines()
    return Answered(row.label or row.key, lines, own, row.changed, row.group, _drawing(row))


def _drawing(row: engine.Row) -> str:
    """Return the strokes of a signature, "" for any other answer."""
    return (
        str(row.value.get("drawing", "")) if row.type == "signature" and isinstance(row.value, dict) else ""
    )


def _first_answers(case: Case) -> dict[str, Any] | None:
    """Return the answers as they were lodged; what another software sent holds them among other things.

    None for a demand made of words (a mail, a letter…): what is kept of these is no answer to compare with.
    """
    if case.intake_key.partition(":")[0] in _OF_WORDS:
        return None
    from_api = case.channel == IntakeChannel.API or {"procedure", "answers"} <= case.original.keys()
    answers: dict[str, Any] = case.original.get("answers", {}) if from_api else case.original
    return answers


def _story(
    request: AgentRequest, case: Case, moments: list[Moment], mails: list[InboundMail]
) -> dict[str, Any]:
    asked = request.GET.get("fil", "tout")
    chosen = asked if asked in told.FILTERS else "tout"
    address = reverse("desk:case", args=[case.number])
    tabs = [
        (label, f"{address}?fil={code}#fil", code == chosen) for code, (label, _kinds) in told.FILTERS.items()
    ]
    sent = any(moment.delivery for moment in moments)
    states = channels.states_about(case.pk) if sent else {}
    originals = {mail.written: mail.pk for mail in mails if mail.written}
    shown = told.told(case, moments, states, told.FILTERS[chosen][1], originals)
    return {"story": shown, "story_tabs": tabs}


def _given(case: Case, attachments: list[Attachment]) -> dict[str, told.File]:
    """Return the files given with the case itself, by id; those of messages stand with them."""
    return {
        str(each.file_id): told.shown_file(case, each)
        for each in attachments
        if each.message_id is None and not each.is_internal
    }


def _papers(case: Case, happened: set[str]) -> dict[str, Any]:
    """Return what was decided and issued: the journal tells whether there is anything to read."""
    return {
        "decisions": list(case.decisions.all()) if "decided" in happened else [],
        "documents": [] if happened.isdisjoint(_LETTERS) else documents.letters_about(case.pk),
    }


def _surroundings(case: Case) -> dict[str, Any]:
    others, similar = desk_queries.cases_around(case)
    return {
        "contact": _contact(case),
        "map_points": _map_points(case),
        "ground": ground(case.organisation),
        "map_center": f"{case.latitude},{case.longitude}",
        "others": [_other(each) for each in others],
        "similar": [_other(each) for each in similar],
        "received": date_words(case.received_at),
    }


def _other(near: desk_queries.Neighbour) -> Other:
    return Other(
        near.number, near.subject, words.state(near.state).word, date_words(near.received_at, weekday=False)
    )


def _contact(case: Case) -> dict[str, str]:
    person = case.person
    if person is None:
        return {"name": case.person_name, "email": "", "phone": "", "tel": "", "address": ""}
    return {
        "name": case.person_name,
        "email": person.email,
        "phone": phone(person.phone) if person.phone else "",
        "tel": person.phone,
        "address": person.postal_address,
    }


def _map_points(case: Case) -> str:
    if case.latitude is None or case.longitude is None:
        return ""
    return f'[{{"lat": {case.latitude:.6f}, "lon": {case.longitude:.6f}}}]'


def _composer(request: AgentRequest, case: Case, mine: desk_queries.Held | None) -> dict[str, Any]:
    left = (mine.leaves_at - clock.now()).total_seconds() if mine and mine.leaves_at else 0
    return {
        "can_answer": access.can_answer(request.agent, case) and access.can_write(case),
        "can_note": access.can_write_note(request.agent, case),
        "answer_form": AnswerForm(request, case, bound=False, kept=mine.text if mine else ""),
        "note_form": NoteForm(request, case, bound=False),
        "channel": channel_words(case),
        "own_held": mine,
        "seconds_left": max(0, round(left)),
        "can_end": case.is_open and access.can_handle(request.agent, case),
    }


def channel_words(case: Case) -> dict[str, str]:
    """Return how the person will get the answer: an icon and a sentence."""
    contact = _contact(case)
    said = {
        "email": ("mail", _("La réponse part par e-mail à %(email)s.") % contact),
        "sms": ("sms", _("La réponse part par SMS au %(phone)s.") % contact),
        "phone": (
            "phone",
            _(
                "La personne préfère être appelée : %(phone)s. Votre réponse s’affiche aussi sur sa page de suivi."
            )
            % contact,
        ),
        "post": (
            "post",
            _("La réponse part par courrier : la lettre est ajoutée à celles à imprimer."),
        ),
        "online": (
            "web",
            _("La personne lit votre réponse sur sa page de suivi ; aucun message ne lui est envoyé."),
        ),
    }
    icon, sentence = said[reachable_by(case)]
    return {"icon": icon, "sentence": sentence}


def _steps(request: AgentRequest, case: Case, current: Gesture | None) -> list[Step]:
    address = reverse("desk:case", args=[case.number])
    return [Step(each, f"{address}{each.code}/", each is current) for each in offered(request.agent, case)]


def _can_take(request: AgentRequest, case: Case) -> bool:
    return (
        case.is_open and case.assignee_id != request.agent.agent_id and access.can_handle(request.agent, case)
    )
