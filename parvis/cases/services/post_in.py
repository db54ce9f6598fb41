"""Reading the post that was scanned: a pile is cut into letters, and a letter of ours among them is recognised.

The code on a letter is a hint, never a right: whoever holds the paper may copy it. It proposes a demand to the agent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, cast
from uuid import UUID

from django.db import transaction

from parvis.cases import access
from parvis.cases.models import Case
from parvis.channels.access import get_pile
from parvis.channels.models import PileSplit, PostPile
from parvis.channels.queries import letter_sent
from parvis.channels.services import inbound_post
from parvis.channels.services.inbound_post import Given, Laid
from parvis.common import actor
from parvis.documents.queries import letter_of_code
from parvis.documents.scans.apart import FoundLetter, FoundPile, pile_read
from parvis.documents.scans.cutting import Split
from parvis.organisations import queries as organisations
from parvis.organisations.access import AgentSession, can_receive_for
from parvis.organisations.models import Organisation, Team

MOST_FILES = 20
"""Files given at once."""


@dataclass
class Taken:
    """What became of files given: how many are new, which were given before, which are too heavy, by their names."""

    new: int = 0
    known: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def take_scans(
    *,
    organisation: Organisation,
    files: Sequence[tuple[str, IO[bytes]]],
    by: AgentSession,
    team: Team | None = None,
    split: str = PileSplit.SHEETS,
    arrived_on: date | None = None,
) -> Taken:
    """Keep the scans that an agent gives: a refused one takes no other away. Raises NotForThisRole."""
    access.require(can_receive_for(by, organisation.pk))
    told = Taken()
    for name, content in files[:MOST_FILES]:
        raw = content.read(inbound_post.LARGEST + 1)
        if len(raw) > inbound_post.LARGEST:
            told.refused.append(name)
            continue
        given = Given(
            organisation=organisation,
            name=name,
            team=team,
            teams=sorting_teams(organisation, team) or _own_teams(organisation, by),
            given_by=by.agent_id,
            split=split,
            arrived_on=arrived_on,
        )
        _pile, is_new = inbound_post.keep_pile(raw=raw, given=given)
        if is_new:
            told.new += 1
        else:
            told.known.append(name)
    told.refused += [name for name, _content in files[MOST_FILES:]]
    return told


def read_pile(*, pile_id: UUID) -> PostPile:
    """Cut a kept pile into letters, once; return it. Called by a job, again without harm.

    The reading is a process apart, outside any transaction: whatever the file is, nothing else stops.
    """
    pile = inbound_post.begin_reading(pile_id=pile_id)
    if pile is None:
        with transaction.atomic():
            return get_pile(pile_id)
    try:
        content = inbound_post.pile_content(pile)
    except FileNotFoundError:
        return inbound_post.set_pile_aside(pile_id=pile_id, reason="source_gone")
    with pile_read(content, cast("Split", pile.split)) as found:
        if found.refused:
            return inbound_post.set_pile_aside(pile_id=pile_id, reason=found.refused)
        return _laid(pile, found)


@transaction.atomic
def _laid(pile: PostPile, found: FoundPile) -> PostPile:
    letters = [_letter(pile, one) for one in found.letters]
    inbound_post.lay_out(pile_id=pile.pk, letters=letters, pages=found.pages)
    return get_pile(pile.pk)


def _letter(pile: PostPile, found: FoundLetter) -> Laid:
    """Return a letter with who sorts it: the service its sheet names, that of the demand proposed, else the pile's."""
    case, message = _case_of(found.code)
    teams = list(pile.teams)
    if found.team:
        teams = [team.pk for team in organisations.teams_by_id([found.team]) if _is_of(team, pile)] or teams
    elif case is not None and case.organisation_id == pile.organisation_id:
        teams = [*teams, case.team_id]
    return Laid(
        pdf=found.pdf,
        pictures=found.pictures,
        first_page=found.first,
        pages=found.pages,
        teams=teams,
        proposed=case.pk if case is not None else None,
        proposed_message=message,
    )


def _is_of(team: Team, pile: PostPile) -> bool:
    return team.is_active and team.organisation_id == pile.organisation_id


def _case_of(code: str) -> tuple[Case | None, UUID | None]:
    """Return the demand about which a letter of ours was written, and the message that it was if it left by post.

    None when the code is not ours: a letter answered is a letter received, one that nobody opened comes back.
    """
    if not code:
        return None, None
    with actor.acting_as(actor.for_system("post")):
        known = letter_of_code(code)
        case = Case.objects.filter(pk=known[0]).first() if known else None
        if known is None or case is None:
            return None, None
        return case, letter_sent(case.pk, known[1])


def _own_teams(organisation: Organisation, by: AgentSession) -> list[int]:
    """Return the agent's teams in a body that has no reception: who gives a scan sees what becomes of it."""
    return [
        team.pk for team in organisations.teams_by_id(by.teams) if team.organisation_id == organisation.pk
    ]


def sorting_teams(organisation: Organisation, team: Team | None) -> list[int]:
    """Return the teams that sort what comes for a body: the one told, else those who receive for it."""
    return [team.pk] if team else inbound_post.sorters(organisation.pk)
