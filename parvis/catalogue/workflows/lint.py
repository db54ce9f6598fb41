"""What is wrong with the workflow of a definition: its names first, and once they are right, its sense."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression
from parvis.catalogue.forms.remarks import Level, Remark, remark_at
from parvis.catalogue.workflows.definition import compile_workflow
from parvis.catalogue.workflows.naming import name_remarks
from parvis.catalogue.workflows.resolving import latest, resolved
from parvis.catalogue.workflows.sense import sense_remarks
from parvis.common.errors import NotFound


def workflow_remarks(definition: dict[str, Any]) -> Iterator[Remark]:
    """Yield what is wrong with the workflow of a definition of the right shape, nothing when it has none."""
    written = definition.get("workflow")
    if written is None:
        return
    try:
        document = resolved(written)
    except NotFound:
        said = _("aucun parcours tout fait ne s’appelle « %(name)s ».") % {"name": written["use"]}
        yield remark_at(definition, ["workflow", "use"], said)
        return
    yield from _revision(definition, written)
    named = list(name_remarks(definition, document))
    yield from named
    if any(remark.level is Level.ERROR for remark in named):
        return
    try:
        flow = compile_workflow(definition)
    except BadExpression as bad:
        yield remark_at(definition, ["workflow"], str(bad))
        return
    if flow is not None:
        yield from sense_remarks(definition, flow)


def _revision(definition: dict[str, Any], written: dict[str, Any]) -> Iterator[Remark]:
    used = written.get("use")
    if used is not None and latest(used.partition("/")[0]) != used:
        newer = latest(used.partition("/")[0])
        said = _("une version plus récente de ce parcours existe : %(name)s.") % {"name": newer}
        found = remark_at(definition, ["workflow", "use"], said, Level.WARNING)
        yield replace(found, remedy="newer_revision")
