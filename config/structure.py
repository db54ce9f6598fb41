"""The structure of an installation as one document: bodies, services, agents, competences, procedures.

Administrators have no screens for it yet; this is the door to the services of the organisations' room and of the
catalogue. Each ``_table`` function makes what is missing and returns what it made, one line each.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from config.console import CommandError
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import (
    Agent,
    Competence,
    Delegation,
    Organisation,
    OrganisationKind,
    Role,
    Team,
    Territory,
)
from parvis.organisations.queries import in_force, organisation_by_slug

Row = Mapping[str, Any]
CONTACTS = {"postal_address", "email", "phone", "website", "opening_hours", "theme", "dpo_contact", "siren"}


@transaction.atomic
def apply(document: Mapping[str, Any], *, folder: Path) -> list[str]:
    """Make what a document names and is not there. ``folder`` is where its relative paths start.

    Raises CommandError with the table and the number of the entry that is wrong.
    """
    unknown = sorted(set(document) - set(TABLES))
    if unknown:
        raise CommandError(f"no such table: {', '.join(unknown)} (there are: {', '.join(TABLES)})")
    made: list[str] = []
    for name, (required, optional, make) in TABLES.items():
        for number, row in enumerate(document.get(name, []), start=1):
            place = f"[[{name}]] {number}"
            _check_keys(row, place, required, optional)
            try:
                made += make(row, folder)
            except Invalid as refusal:
                sentences = " ".join(one for several in refusal.errors.values() for one in several)
                raise CommandError(f"{place}: {sentences}") from None
            except CommandError as error:
                raise CommandError(f"{place}: {error}") from None
    return made


def body_named(slug: str) -> Organisation:
    """Return the body of a name in addresses. Raises CommandError."""
    try:
        return organisation_by_slug(slug)
    except NotFound:
        raise CommandError(f"no active body is named {slug!r} in addresses") from None


def _check_keys(row: Any, place: str, required: set[str], optional: set[str]) -> None:
    if not isinstance(row, dict):
        raise CommandError(f"{place}: write a table")
    if missing := sorted(required - set(row)):
        raise CommandError(f"{place}: {', '.join(missing)} is missing")
    if unknown := sorted(set(row) - required - optional):
        raise CommandError(f"{place}: {', '.join(unknown)} is not known here")


def _need(row: Row, *names: str) -> None:
    """Ask for what only a new entry must tell."""
    if missing := [name for name in names if name not in row]:
        raise CommandError(f"it is new: {', '.join(missing)} is missing")


def _body(row: Row, _folder: Path) -> list[str]:
    from parvis.organisations.services.bodies import create_organisation

    contacts = {name: row[name] for name in CONTACTS & set(row)}
    known = Organisation.objects.filter(slug=row["slug"]).first()
    if known is not None:
        return _complete(known, contacts)
    _need(row, "kind", "name")
    create_organisation(
        kind=OrganisationKind(_one_of(row["kind"], OrganisationKind.values, "kind")),
        name=row["name"],
        slug=row["slug"],
        parent=body_named(row["parent"]) if "parent" in row else None,
        territory=_territory(row["territory"]) if "territory" in row else None,
        **contacts,
    )
    return [f"body {row['slug']}"]


def _complete(body: Organisation, contacts: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in contacts.items() if getattr(body, name) != value]
    for name in changed:
        setattr(body, name, contacts[name])
    body.save(update_fields=changed)
    return [f"body {body.slug}: {', '.join(sorted(changed))}"] if changed else []


def _team(row: Row, _folder: Path) -> list[str]:
    from parvis.organisations.services.bodies import create_team

    body = body_named(row["body"])
    team = Team.objects.filter(organisation=body, name=row["name"]).first()
    made = []
    if team is None:
        contacts = {name: row[name] for name in ("email", "phone", "postal_address") if name in row}
        team = create_team(organisation=body, name=row["name"], **contacts)
        made.append(f"service {row['name']} of {body.slug}")
    return [*made, *_competences(team, row), *_delegations(team, row)]


def _competences(team: Team, row: Row) -> list[str]:
    from parvis.organisations.services.competences import declare_competence

    territory = _territory(row["territory"]) if "territory" in row else team.organisation.territory
    made = []
    for code in row.get("handles", []):
        if territory is None:
            raise CommandError(f'{team.organisation.slug} has no territory: name one with territory = "…"')
        if not Competence.objects.filter(team=team, procedure_code=code, territory=territory).exists():
            declare_competence(team=team, procedure_code=code, territory=territory)
            made.append(f"{team.name} handles {code} in {territory.name}")
    return made


def _delegations(team: Team, row: Row) -> list[str]:
    from parvis.organisations.services.competences import delegate_reception

    made = []
    for slug in row.get("receives_for", []):
        body = body_named(slug)
        if not Delegation.objects.filter(in_force(), organisation=body, team=team).exists():
            delegate_reception(organisation=body, team=team)
            made.append(f"{team.name} receives for {slug}")
    return made


def _agent(row: Row, _folder: Path) -> list[str]:
    from parvis.organisations.services.agents import agent_leaves, invite_agent

    agent = Agent.objects.filter(account__email__iexact=row["email"]).first()
    if row.get("left"):
        if agent is None or not agent.is_active:
            return []
        agent_leaves(agent=agent)
        return [f"{row['email']} has left"]
    made = []
    if agent is None:
        _need(row, "body")
        words = {name: row.get(name, "") for name in ("first_name", "last_name", "capacity", "phone")}
        agent = invite_agent(organisation=body_named(row["body"]), email=row["email"], **words)
        made.append(f"agent {row['email']}, invited")
    return [*made, *(line for function in row.get("functions", []) for line in _function(agent, function))]


def _function(agent: Agent, function: Any) -> list[str]:
    from parvis.organisations.services.agents import habilitate_agent

    _check_keys(function, "functions", {"role"}, {"team", "body"})
    role = Role(_one_of(function["role"], Role.values, "role"))
    body = body_named(function["body"]) if "body" in function else agent.organisation
    team = Team.objects.filter(organisation=body, name=function.get("team", "")).first()
    if "team" in function and team is None:
        raise CommandError(f"{body.slug} has no service {function['team']!r}")
    if agent.habilitations.filter(in_force(), organisation=body, team=team, role=role).exists():
        return []
    habilitate_agent(agent=agent, role=role, organisation=body, team=team)
    return [f"{agent}: {role.value} on {team.name if team else body.slug}"]


def _procedure(row: Row, folder: Path) -> list[str]:
    from config.commands.publish import read_definition
    from parvis.catalogue.services.publication import import_definition, publish_version

    named = row["definition"]
    definition = read_definition(str(folder / named) if named.endswith(".json") else named)
    version = import_definition(organisation=body_named(row["body"]), definition=definition)
    if version.published_at is not None:  # what an administrator retired stays retired
        return []
    publish_version(version=version)
    return [f"{definition['code']} version {version.number}, published for {row['body']}"]


def _territory(named: str) -> Territory:
    """Return a territory by its official code, with its level before it when two share the code: « region:28 »."""
    kind, _colon, code = named.rpartition(":")
    found = list(Territory.objects.filter(code=code, **({"kind": kind} if kind else {})))
    if len(found) != 1:
        said = "no" if not found else "more than one"
        raise CommandError(
            f"{said} territory is {named!r}: write its level and code, such as municipality:76540"
        )
    return found[0]


def _one_of(value: Any, known: list[str], name: str) -> str:
    if value not in known:
        raise CommandError(f"{name} = {value!r} is not known (there are: {', '.join(known)})")
    return str(value)


# Table → keys it needs, keys it may have, what makes one entry. In the order in which they are made.
TABLES: dict[str, tuple[set[str], set[str], Callable[[Row, Path], list[str]]]] = {
    "body": ({"slug"}, {"kind", "name", "parent", "territory", *CONTACTS}, _body),
    "team": (
        {"body", "name"},
        {"email", "phone", "postal_address", "handles", "territory", "receives_for"},
        _team,
    ),
    "procedure": ({"body", "definition"}, set(), _procedure),
    "agent": (
        {"email"},
        {"body", "first_name", "last_name", "capacity", "phone", "functions", "left"},
        _agent,
    ),
}
