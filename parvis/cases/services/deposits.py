"""Turns checked answers into a normalised deposit: what a case copies out of them into its own columns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.cases.models import IntakeChannel
from parvis.cases.services.intake import CameFrom, Deposit
from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation, Team
from parvis.organisations.names import plain
from parvis.people.models import PersonKind
from parvis.people.services.persons import PersonDetails


def read_deposit(
    *,
    version: ProcedureVersion,
    organisation: Organisation,
    channel: IntakeChannel,
    answers: dict[str, Any],
    key: str,
    person_id: UUID | None = None,
    contact: dict[str, Any] | None = None,
    attachments: tuple[UUID, ...] = (),
    original: dict[str, Any] | None = None,
    received_at: datetime | None = None,
    language: str = "fr",
    context: engine.Context | None = None,
    addressed_to: Team | None = None,
    identity: dict[str, Any] | None = None,
    came_from: CameFrom | None = None,
) -> Deposit:
    """Return the deposit of answers already checked by ``engine.check_all``.

    ``contact`` is what is known of the person beside the answers (preferred channel, consent, what an agent noted,
    « said » as ``Deposit.said``); what the answers say wins. ``context`` is where and for whom the form was filled;
    ``addressed_to`` the team that a letter or a mailbox names; ``identity`` what a provider proved of who sends
    (``common.proofs``); ``came_from`` who received it first, outside the platform.
    """
    form = engine.compiled(version)
    found = engine.extract(form, answers)
    municipality = organisations.municipality_by_code(found.municipality) if found.municipality else None
    person = _person(found, contact or {}, language)
    return Deposit(
        key=key,
        organisation=organisation,
        version=version,
        channel=channel,
        answers=answers,
        subject=engine.subject(form, answers, context or engine.Context(channel=channel)),
        original=original,
        person=person,
        person_id=person_id,
        municipality_id=municipality.pk if municipality else None,
        place=found.place or (municipality.name if municipality else ""),
        latitude=found.latitude,
        longitude=found.longitude,
        attachments=attachments,
        received_at=received_at,
        language=language,
        law=form.definition["law"],
        addressed_to=addressed_to,
        identity=_attested(identity, person) if identity else {},
        said=(contact or {}).get("said", {}),
        came_from=came_from,
    )


def _attested(identity: dict[str, Any], person: PersonDetails | None) -> dict[str, str]:
    """Return what an agent is told of a proved identity: by whom, at what level, and whether the demand says the same.

    No name: the journal keeps it, and what the provider said stays in the session.
    """
    told, said = identity.get("told", {}), {"by": identity["provider"], "level": identity.get("acr", "")}
    if person and person.last_name and told.get("family_name"):
        surnames = {plain(told[name]) for name in ("family_name", "preferred_username") if told.get(name)}
        given = f" {plain(told.get('given_name', ''))} "  # every first name, one after the other
        same = plain(person.last_name) in surnames and f" {plain(person.first_name)} " in given
        said["name"] = "same" if same else "other"
    return said


def _person(found: engine.Extract, contact: dict[str, Any], language: str) -> PersonDetails | None:
    known = {key: value for key, value in {**contact, **found.person}.items() if value}
    if found.address:
        known["postal_address"] = _on_lines(found.address)
    if found.company:
        number = found.company.get("number", "")
        known |= {
            "kind": PersonKind.LEGAL,
            "company_name": found.company.get("name", ""),
            "rna" if number.startswith("W") else "siret": number,
        }
    return PersonDetails.of({**known, "language": language}) if known else None


def _on_lines(address: dict[str, str]) -> str:
    city = f"{address.get('postcode', '')} {address.get('city', '')}".strip()
    lines = (address.get("street"), address.get("complement"), city, address.get("country"))
    return "\n".join(line for line in lines if line)
