"""Taking out of use what procedures share: retired, it serves those that name it already and is proposed to no other.

What a version ever named is never deleted: cases hold answers that came of it, and the version may come back.
"""

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.list_queries import was_offered
from parvis.catalogue.models import DataSource, ReferenceRow, ReferenceTable, SharedBlock
from parvis.common import clock
from parvis.common.errors import NotAllowed

Resource = TypeVar("Resource", ReferenceTable, DataSource, SharedBlock)
KINDS: dict[type, str] = {ReferenceTable: "table", DataSource: "source", SharedBlock: "block"}


@transaction.atomic
def retire_resource(*, resource: Resource) -> Resource:
    """Stop proposing a table, a source or a block to new forms; a source is no longer called for nothing."""
    return _marked(resource, retired=True)


@transaction.atomic
def restore_resource(*, resource: Resource) -> Resource:
    """Propose again what was retired."""
    return _marked(resource, retired=False)


@transaction.atomic
def delete_resource(*, resource: ReferenceTable | DataSource) -> None:
    """Delete a list that no version ever named, with its rows or its copies. Raises NotAllowed."""
    if was_offered(resource.code, KINDS[type(resource)], resource.organisation):
        raise NotAllowed(
            _("Une démarche a déjà proposé cette liste : elle ne peut pas être supprimée, seulement retirée.")
        )
    resource.delete()


@transaction.atomic
def delete_row(*, row: ReferenceRow) -> None:
    """Delete a row of a table that no version ever named; elsewhere, give it a last day. Raises NotAllowed."""
    if was_offered(row.table.code, "table", row.table.organisation):
        raise NotAllowed(
            _(
                "Une démarche propose cette table : donnez à la ligne un dernier jour, elle ne sera plus proposée."
            )
        )
    row.delete()


def _marked(resource: Resource, *, retired: bool) -> Resource:
    resource.retired_at = clock.now() if retired else None
    resource.save(update_fields=["retired_at"])
    return resource
