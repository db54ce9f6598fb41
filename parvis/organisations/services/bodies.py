"""Bodies and their teams."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation, OrganisationKind, Team, Territory
from parvis.organisations.names import clean_slug


@transaction.atomic
def create_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    slug: str = "",
    parent: Organisation | None = None,
    territory: Territory | None = None,
    **contacts: Any,
) -> Organisation:
    """Make a body. ``contacts`` are the other columns of Organisation: addresses, phone, hours, theme.

    Without ``slug`` a free one is made from the name. Raises Invalid when the name is empty.
    """
    if not name.strip():
        raise Invalid({"name": [_("Indiquez le nom de l’organisme.")]})
    return Organisation.objects.create(
        kind=kind,
        name=name.strip(),
        slug=slug or free_slug(name, qualifier=territory.code if territory else kind),
        parent=parent,
        territory=territory,
        **contacts,
    )


@transaction.atomic
def create_team(
    *, organisation: Organisation, name: str, email: str = "", phone: str = "", postal_address: str = ""
) -> Team:
    """Make a service of a body. Raises Invalid when the body already has one of that name."""
    if Team.objects.filter(organisation=organisation, name=name).exists():
        raise Invalid(
            {"name": [_("%(body)s a déjà un service « %(name)s ».") % {"body": organisation, "name": name}]}
        )
    return Team.objects.create(
        organisation=organisation, name=name, email=email, phone=phone, postal_address=postal_address
    )


@transaction.atomic
def close_team(*, team: Team) -> Team:
    """Close a service: it gets no new case, and its habilitations open nothing more. Its past stays."""
    team.is_active = False
    team.save(update_fields=["is_active"])
    return team


def free_slug(name: str, *, qualifier: str) -> str:
    """Return a slug no body has: the name, else the name and the qualifier, else these and a number."""
    taken = set(
        Organisation.objects.filter(slug__startswith=clean_slug(name)[:40]).values_list("slug", flat=True)
    )
    candidates = [clean_slug(name), clean_slug(name, qualifier=qualifier)]
    candidates += [clean_slug(name, qualifier=f"{qualifier}-{number}") for number in range(2, len(taken) + 3)]
    return next(slug for slug in candidates if slug not in taken)
