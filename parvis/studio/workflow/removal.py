"""What taking a part of a workflow away breaks, told before it is done."""

import copy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow import parts
from parvis.catalogue.composition.workflow.keeping import detaches
from parvis.catalogue.forms.remarks import Level
from parvis.catalogue.workflows.lint import workflow_remarks
from parvis.common.errors import Invalid
from parvis.studio.workflow.bench import Flow


@dataclass(frozen=True)
class Told:
    """Sentences on what would change, what may take its place, whether it can be done at all."""

    changes: list[str]
    others: list[tuple[str, str]]
    refused: list[str] = field(default_factory=list)


def consequences(flow: Flow, part: str, key: str, instead: str = "") -> Told:
    """Return what taking a part away would change, another put in its place or not. Raises NotFound."""
    others = [(one, flow.label(part, one)) for one in flow.keys(part) if one != key]
    after: Document = copy.deepcopy(flow.document)
    try:
        parts.remove(after, part, key, instead=instead)
    except Invalid as refusal:
        return Told([], others, [one for said in refusal.errors.values() for one in said])
    said = [*_gone(flow.document, after, part, key), *_read(after, part, key)]
    if detaches(flow.bench.definition, after):
        said.append(
            _(
                "Le parcours ne suivra plus « %(title)s » : ses améliorations n’y viendront plus toutes seules."
            )
            % {"title": flow.follows}
        )
    return Told([*said, *_faults(flow, after)], others)


def _gone(before: Document, after: Document, part: str, key: str) -> list[str]:
    kept = {each["key"]: each for each in after["transitions"]}
    said = []
    for each in before["transitions"]:
        if each["key"] not in kept and (part, key) != ("transitions", each["key"]):
            said.append(_("La suite « %(label)s » est supprimée aussi.") % {"label": each["label"]})
        elif each["key"] in kept and kept[each["key"]] != each:
            said.append(_("La suite « %(label)s » change.") % {"label": each["label"]})
    known = {each["key"]: each for each in after["statuses"]}
    changed = [each for each in before["statuses"] if each["key"] in known and known[each["key"]] != each]
    return said + [_("L’étape « %(label)s » change.") % {"label": each["label"]} for each in changed]


def _read(after: Document, part: str, key: str) -> list[str]:
    left = parts.still_read(after, part, key)
    if not left:
        return []
    said = ngettext(
        "Une formule ou un texte en parle encore : à relire.",
        "%(count)d formules ou textes en parlent encore : à relire.",
        left,
    )
    return [said % {"count": left}]


def _faults(flow: Flow, after: Document) -> list[str]:
    """Return what the gate would say that it does not say now."""
    definition: dict[str, Any] = flow.bench.definition
    now = _remarks(definition)
    then = _remarks({**definition, "workflow": after})
    return [said[:1].upper() + said[1:] for said in then if said not in now]


def _remarks(definition: dict[str, Any]) -> list[str]:
    return [one.message for one in workflow_remarks(definition) if one.level is Level.ERROR]
