"""For which bodies an agent receives, and what each offers: the first step of an entry."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.cases import desk_queries
from parvis.catalogue import queries as catalogue
from parvis.catalogue.models import Audience, Procedure
from parvis.common.errors import NotAllowed, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.calling import Calling
from parvis.organisations import queries as organisations
from parvis.organisations.access import can_receive_for
from parvis.organisations.models import Organisation
from parvis.people.models import Person
from parvis.ui.words import language

BODY_KEY, RECENT_KEY, ENTERED_KEY = "entry_body", "entry_recent", "entered"
MOST_RECENT, MOST_ENTERED, FEW_BODIES = 5, 20, 20


class ReceivesNobody(NotAllowed):
    """The agent has no function by which they receive the public."""

    code = "receives_nobody"
    message = _(
        "Votre habilitation ne permet pas de saisir une demande. Demandez-la à l’administrateur de votre organisme."
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure to enter a case for."""

    title: str
    body: str
    category: str
    href: str
    sheet: str = ""
    """The page by which the public is told of it: what is needed, how long it takes; "" for agents' own requests."""


def received(request: AgentRequest) -> frozenset[int]:
    """Return the bodies for which the agent receives the public. Raises ReceivesNobody."""
    bodies = request.agent.bodies | request.agent.receives_for
    if not bodies:
        raise ReceivesNobody
    return bodies


def bodies_to_choose(request: AgentRequest, asked: str) -> list[Organisation]:
    """Return all the bodies when they are few, else those whose name answers what is asked."""
    own = received(request)
    if len(own) <= FEW_BODIES:
        return desk_queries.bodies_among(own)
    return [body for body in organisations.organisation_search(asked, limit=40) if body.pk in own][
        :FEW_BODIES
    ]


def body_in_use(request: AgentRequest) -> Organisation:
    """Return the body chosen, else the last one used, else the agent's own, else the first. Raises ReceivesNobody."""
    own = received(request)
    wanted = (request.GET.get("organisme"), request.session.get(BODY_KEY), request.agent.organisation_slug)
    for slug in filter(None, wanted):
        try:
            body = organisations.organisation_by_slug(slug)
        except NotFound:
            continue
        if body.pk in own:
            return body
    return desk_queries.bodies_among(own, limit=1)[0]


def body_of(request: AgentRequest, slug: str) -> Organisation:
    """Return a body for which the agent receives. Raises NotFound."""
    body = organisations.organisation_by_slug(slug)
    if not can_receive_for(request.agent, body.pk):
        raise NotFound
    return body


def offered(body: Organisation, words: str) -> list[Offer]:
    """Return what a body offers that answers the words; everything, agents' own requests too, without words."""
    if words:
        found = catalogue.search_procedures(body, words)
        found += catalogue.search_procedures(body, words, internal=True)
    else:
        found = catalogue.procedures_for(body) + catalogue.procedures_for(body, internal=True)
    return _offers(body, found)


def matching(request: AgentRequest, words: str, *, limit: int) -> list[Offer]:
    """Return what answers words being typed in the search box, for the body in use; nothing for who receives nobody."""
    try:
        body = body_in_use(request)
    except ReceivesNobody:
        return []
    return offered(body, words)[:limit]


def carried(who: Person | None, call: Calling | None) -> str:
    """Return what the addresses of the next page hold of who speaks and of their call, « ?… » or ""."""
    told = ({"personne": str(who.pk)} if who else {}) | (call.carried if call else {})
    return f"?{urlencode(told)}" if told else ""


def recent(request: AgentRequest, body: Organisation) -> list[Offer]:
    """Return the procedures last entered in this session for a body."""
    codes = [code for slug, code in request.session.get(RECENT_KEY, []) if slug == body.slug]
    by_code = {procedure.code: procedure for procedure in _all(body)} if codes else {}
    return _offers(body, [by_code[code] for code in codes if code in by_code])


def remember(request: AgentRequest, body: Organisation, code: str, case_id: UUID) -> None:
    """Keep in the session what was just entered: for the next one, and to show its receipt."""
    used = [body.slug, code]
    others = [each for each in request.session.get(RECENT_KEY, []) if each != used]
    request.session[BODY_KEY] = body.slug
    request.session[RECENT_KEY] = [used, *others][:MOST_RECENT]
    entered = [key for key in request.session.get(ENTERED_KEY, []) if key != str(case_id)]
    request.session[ENTERED_KEY] = [*entered, str(case_id)][-MOST_ENTERED:]


def entered(request: AgentRequest) -> frozenset[UUID]:
    """Return the cases entered in this session: their receipt is shown even when another team treats them."""
    return frozenset(UUID(key) for key in request.session.get(ENTERED_KEY, []))


def _all(body: Organisation) -> list[Procedure]:
    return catalogue.procedures_for(body) + catalogue.procedures_for(body, internal=True)


def _offers(body: Organisation, procedures: list[Procedure]) -> list[Offer]:
    said = catalogue.said_in(language(), procedures)
    return [
        Offer(
            said[procedure.pk].title,
            body.name,
            said[procedure.pk].category,
            reverse("desk:enter", args=[body.slug, procedure.code]),
            ""
            if procedure.audience == [Audience.AGENT.value]
            else reverse("portal:procedure", args=[body.slug, procedure.code]),
        )
        for procedure in procedures
    ]
