"""Writing the blocks that the procedures of a body share. Carrying a change to them is ``services/block_spread.py``."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.field_types import clean_line
from parvis.catalogue.forms.block_lint import lint_block
from parvis.catalogue.forms.lint import errors
from parvis.catalogue.models import SharedBlock, SharedBlockVersion
from parvis.catalogue.services.reference_tables import check_code
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.common.journal import digest
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation


@transaction.atomic
def record_block(
    *,
    organisation: Organisation,
    code: str,
    title: str,
    fields: list[dict[str, Any]],
    by: AgentSession | None = None,
) -> SharedBlockVersion:
    """Record the questions of the body's block of that code as its next version; procedures keep their snapshot.

    The same questions as the version in force change nothing. Raises Invalid, BadDefinition.
    """
    check_code(code)
    title = clean_line(title)[:200]
    if not title:
        raise Invalid({"title": [_("Donnez un titre à ce bloc.")]})
    wrong = errors(lint_block(fields))
    if wrong:
        raise BadDefinition(wrong)
    block, _made = SharedBlock.objects.update_or_create(
        organisation=organisation, code=code, defaults={"title": title, "retired_at": None}
    )
    SharedBlock.objects.select_for_update().get(pk=block.pk)
    last, checksum = block.versions.order_by("-number").first(), digest(fields)
    if last is not None and last.checksum == checksum:
        return last
    return SharedBlockVersion.objects.create(
        block=block,
        number=last.number + 1 if last else 1,
        fields=fields,
        checksum=checksum,
        created_at=clock.now(),
        created_by_id=by.agent_id if by else None,
    )
