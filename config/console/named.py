"""What commands are told by name: a body, one of its services."""

from typing import TYPE_CHECKING

from config.console.output import CommandError

if TYPE_CHECKING:  # a command meets Django only once the database is reached
    from parvis.organisations.models import Organisation, Team


def body_named(slug: str) -> "Organisation":
    """Return an active body by its name in addresses. Raises CommandError."""
    from parvis.common.errors import NotFound
    from parvis.organisations.queries import organisation_by_slug

    try:
        return organisation_by_slug(slug)
    except NotFound:
        raise CommandError(f"no active body is named {slug!r} in addresses") from None


def team_named(body: "Organisation", name: str | None) -> "Team | None":
    """Return an active service of a body by its name, None without a name. Raises CommandError."""
    if not name:
        return None
    team = body.teams.filter(name__iexact=name, is_active=True).first()
    if team is None:
        raise CommandError(f"{body.name} has no service called {name}")
    return team
