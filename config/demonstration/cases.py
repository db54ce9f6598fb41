"""Some forty cases, lodged and treated through the product's own services, over the last ten weeks."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from config.demonstration.answers import ASKERS, FILES, FORMS, SCHOOL_ASKER, Asker
from config.demonstration.fates import FATES
from config.demonstration.pictures import draw
from config.demonstration.places import Places
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.drafts import add_file, begin_draft
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.letters import issue_receipt
from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.queries import find_procedure, published_version
from parvis.common import actor, clock
from parvis.organisations import queries as organisations
from parvis.organisations.access import can_receive
from parvis.organisations.models import Organisation, OrganisationKind
from parvis.organisations.sessions import agent_session
from parvis.people.models import Person, PreferredChannel


@dataclass(frozen=True)
class Sample:
    """A case: which procedure, at which body (short name), how long ago, by which door, and what became of it."""

    code: str
    body: str
    days_ago: int
    fate: str
    channel: IntakeChannel = IntakeChannel.WEB


_PHONE, _COUNTER = IntakeChannel.PHONE, IntakeChannel.COUNTER
_NEST, _QUESTION, _LOAN = "nid-frelons-asiatiques", "contact", "pret-materiel"
_TREE, _COMPUTER = "abattage-elagage-arbres", "poste-informatique-ecole"

SAMPLES = [
    Sample(_NEST, "city0", 1, "new"),
    Sample(_NEST, "city0", 3, "taken"),
    Sample(_NEST, "city0", 6, "answered", _PHONE),
    Sample(_NEST, "city1", 2, "new"),
    Sample(_NEST, "city1", 12, "closed"),
    Sample(_NEST, "city2", 4, "new"),
    Sample(_NEST, "village0", 5, "taken", _PHONE),
    Sample(_NEST, "village1", 9, "question"),
    Sample(_NEST, "village2", 0, "new"),
    Sample(_NEST, "city0", 20, "closed"),
    Sample(_NEST, "village0", 26, "closed", _COUNTER),
    Sample(_QUESTION, "city0", 0, "new"),
    Sample(_QUESTION, "city0", 2, "note"),
    Sample(_QUESTION, "city0", 8, "answered"),
    Sample(_QUESTION, "city0", 15, "closed", _COUNTER),
    Sample(_QUESTION, "city0", 66, "taken"),
    Sample(_QUESTION, "city1", 1, "new"),
    Sample(_QUESTION, "city1", 11, "exchange"),
    Sample(_QUESTION, "city2", 5, "taken"),
    Sample(_QUESTION, "village0", 3, "new", _PHONE),
    Sample(_QUESTION, "village1", 7, "transferred"),
    Sample(_QUESTION, "village2", 30, "closed", _PHONE),
    Sample(_QUESTION, "epci0", 4, "answered"),
    Sample(_LOAN, "city0", 2, "new"),
    Sample(_LOAN, "city0", 9, "taken"),
    Sample(_LOAN, "city0", 18, "granted"),
    Sample(_LOAN, "city0", 25, "refused"),
    Sample(_LOAN, "city1", 14, "question"),
    Sample(_LOAN, "village0", 10, "granted", _COUNTER),
    Sample(_LOAN, "city2", 40, "closed"),
    Sample(_TREE, "city0", 4, "new"),
    Sample(_TREE, "city0", 12, "pieces"),
    Sample(_TREE, "city0", 22, "opinion"),
    Sample(_TREE, "city0", 28, "note"),
    Sample(_TREE, "city0", 45, "granted"),
    Sample(_TREE, "city1", 38, "refused"),
    Sample(_TREE, "village0", 8, "new"),
    Sample(_TREE, "city0", 16, "withdrawn"),
    Sample(_COMPUTER, "school", 0, "new"),
    Sample(_COMPUTER, "school", 1, "taken"),
    Sample(_COMPUTER, "school", 5, "question"),
    Sample(_COMPUTER, "school", 13, "closed"),
    Sample(_COMPUTER, "school", 21, "closed"),
    Sample(_TREE, "city0", 20, "pieces_due_yesterday"),
]


def lodge_cases(places: Places, report: Callable[[str], None]) -> None:
    """Lodge and treat the sample cases that are not there yet."""
    bodies = places.by_key()
    for rank, sample in enumerate(SAMPLES):
        if sample.body in bodies:
            _lodge(rank, sample, bodies[sample.body], places)
        if (rank + 1) % 10 == 0 or rank + 1 == len(SAMPLES):
            report(f"{rank + 1} of {len(SAMPLES)} cases")


def _lodge(rank: int, sample: Sample, body: Organisation, places: Places) -> None:
    """Lodge one case at its time, then let happen what happened. Its key is fixed, so that it is lodged once."""
    chance = random.Random(f"parvis {rank}")  # noqa: S311 - the same demonstration at each load
    moment = _moment(sample.days_ago, chance)
    with clock.standing_at(moment), transaction.atomic():
        if _lodged(f"demonstration:{rank}"):
            return
        case = _send(f"demonstration:{rank}", sample, body, places, chance)
    with clock.standing_at(moment + timedelta(minutes=1)), actor.acting_as(actor.for_job(case.pk)):
        issue_receipt(case_id=case.pk)
    FATES[sample.fate](case.pk, moment)


def _send(key: str, sample: Sample, body: Organisation, places: Places, chance: random.Random) -> Case:
    """Fill the form as its asker would and hand it to the intake; raises ValueError when the form refuses it."""
    asker = SCHOOL_ASKER if sample.body == "school" else chance.choice(ASKERS)
    town = body if body.kind == OrganisationKind.MUNICIPALITY else places.cities[0]
    version = published_version(find_procedure(body, sample.code))
    answers = FORMS[sample.code](town, asker, clock.today(), chance)
    with actor.acting_as(_actor(sample, body)):
        files = _files(sample, body, version, chance)
        answers |= files.answers
        checked = engine.check_all(engine.compiled(version), answers)
        if checked.errors:
            raise ValueError(f"{sample.code}: {checked.errors}")
        deposit = read_deposit(
            version=version,
            organisation=body,
            channel=sample.channel,
            answers=checked.answers,
            key=key,
            person_id=_account_holder(asker, sample),
            contact={} if asker.email else {"preferred_channel": PreferredChannel.PHONE},
            attachments=tuple(files.attachments),
        )
        with actor.admitting(*([deposit.person_id] if deposit.person_id else [])):
            return register_deposit(deposit=deposit)


def _actor(sample: Sample, body: Organisation) -> actor.Actor:
    """Return who lodges: an agent who receives for the body at the phone and the counter, else nobody we know."""
    if sample.channel == IntakeChannel.WEB:
        return actor.NOBODY
    for team in organisations.reception_teams(body.pk):
        for agent in organisations.habilitated_agents(team.pk):
            session = agent_session(agent.pk)
            if session and can_receive(session, team.pk):
                return session.actor()
    return actor.NOBODY


@dataclass
class _Files:
    """The pictures a form requires: as answers, and as attachments of the deposit."""

    answers: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    attachments: list[UUID] = field(default_factory=list)


def _files(sample: Sample, body: Organisation, version: ProcedureVersion, chance: random.Random) -> _Files:
    files = _Files()
    if sample.code not in FILES:
        return files
    draft = begin_draft(organisation=body, version=version)
    for question, number in FILES[sample.code].items():
        files.answers[question] = []
        for rank in range(1, number + 1):
            stored = draw(f"{question}-{rank}.jpg", chance)
            with actor.admitting(draft.pk, stored.pk):
                attachment = add_file(draft=draft, field_key=question, file_id=stored.pk)
            files.attachments.append(attachment.pk)
            files.answers[question].append(
                {"id": str(stored.pk), "name": stored.name, "size": stored.size, "type": stored.media_type}
            )
    return files


def _account_holder(asker: Asker, sample: Sample) -> UUID | None:
    """Return the person of a sample resident who writes online signed in."""
    if sample.channel != IntakeChannel.WEB:
        return None
    with actor.acting_as(actor.for_system("demonstration")):
        return Person.objects.filter(account__email=asker.email).values_list("pk", flat=True).first()


def _lodged(key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_find_intake(%s)", [key])
        return cursor.fetchone()[0] is not None


def _moment(days_ago: int, chance: random.Random) -> datetime:
    """Return an hour of that day when people write, never in the future."""
    now = clock.now()
    day = now - timedelta(days=days_ago)
    moment = day.replace(hour=chance.randint(7, 17), minute=chance.randint(0, 59), second=0, microsecond=0)
    return min(moment, now - timedelta(minutes=chance.randint(20, 90)))
