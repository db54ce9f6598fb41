"""Two persons that are one: put together, told, and put apart again exactly, as far as nobody changed it since.

What hangs on the absorbed person stays theirs (addresses, proofs, identities, choices, who opened their file) and is
read with what is the kept one's. What others hold of them goes over (demands, drafts: the rooms above, by events) and
is noted by its id. Nothing is deleted, so that undoing finds everything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.common.postgresql import rows
from parvis.organisations.access import AgentSession
from parvis.people.errors import MergeRefused
from parvis.people.events import PersonChanged, PersonsMerged, PersonsParted
from parvis.people.models import MergeGround, Person, PersonMerge
from parvis.people.services.contacts import write_main

FILLED = (
    "civility",
    "first_name",
    "last_name",
    "company_name",
    "siret",
    "rna",
    "birth_date",
    "email",
    "phone",
    "postal_address",
)
"""What the kept person takes of the other where they have nothing."""
CHOSEN = ("preferred_channel", "electronic_consent_at", "opening_agreed_at")
"""What follows the last choice said, whichever of the two said it."""
_COLUMNS, _PERSONS = "columns", "people.Person"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What shows that two persons are one: the person reads it."""

    ground: MergeGround
    detail: str = ""


def in_order(one: Person, other: Person) -> tuple[Person, Person]:
    """Return which of two persons to keep, then the other: who has an account, else who came first."""
    first, second = sorted(
        (one, other), key=lambda person: (person.account_id is None, person.created_at, person.pk)
    )
    return first, second


def why_not(one: Person, other: Person) -> str:
    """Return why two persons cannot be one, "" when nothing forbids it."""
    if one.pk == other.pk:
        return _("C’est la même fiche.")
    if one.kind != other.kind:
        return _(
            "Une personne et un organisme ne sont pas réunis : notez plutôt que l’une agit pour l’autre."
        )
    if one.merged_into_id or other.merged_into_id:
        return _("Une de ces fiches est déjà réunie à une autre. Ouvrez celle qui a été gardée.")
    return ""


@transaction.atomic
def merge_persons(
    *, one_id: UUID, other_id: UUID, ground: Ground, by: AgentSession | None = None
) -> PersonMerge:
    """Put two persons together and return the merge; asked twice, the one made first.

    The caller has checked that the agent may (``cases.access``), or that the person proved both (``by`` None). Raises
    MergeRefused, NotFound, and Invalid when two spaces would be joined without the person or a document.
    """
    one, other = _locked(one_id, other_id)
    again = _made_already(one, other)
    if again is not None:
        return again
    if refusal := why_not(one, other):
        raise MergeRefused(refusal)
    kept, absorbed = in_order(one, other)
    if kept.account_id and absorbed.account_id and ground.ground == MergeGround.ENTRY:
        sentence = _(
            "Chacune de ces fiches ouvre un espace personnel : il faut que la personne l’ait demandé, ou une "
            "pièce d’identité."
        )
        raise Invalid({"ground": [sentence]})
    merge = _written(kept, absorbed, ground, by)
    with actor.admitting(kept.pk, absorbed.pk):
        publish(PersonsMerged(merge_id=merge.pk, kept_id=kept.pk, absorbed_id=absorbed.pk))
        publish(PersonChanged(person_id=kept.pk))
    return merge


@transaction.atomic
def undo_merge(*, merge_id: UUID, why: str, by: AgentSession | None = None) -> PersonMerge:
    """Put two persons apart: what moved goes back, save what was changed since (``left_behind`` says it).

    Undone twice, once. The caller has checked that the agent may. Raises NotFound, Invalid without a reason.
    """
    if not why.strip():
        raise Invalid({"why": [_("Dites pourquoi : la personne le lira.")]})
    merge = PersonMerge.objects.select_for_update(of=("self",)).filter(pk=merge_id).first()
    if merge is None:
        raise NotFound
    if merge.undone_at is not None:
        return merge
    holder = holder_of(merge)
    kept, absorbed = _locked(merge.kept_id, merge.absorbed_id)
    with actor.admitting(kept.pk, absorbed.pk, holder):
        merge.undone_at, merge.undone_why = clock.now(), why.strip()[:300]
        merge.undone_by_id = by.agent_id if by else None
        merge.save(update_fields=["undone_at", "undone_why", "undone_by"])
        _give_columns_back(kept, merge)
        _give_persons_back(merge, holder)
        absorbed.merged_into = None
        absorbed.save(update_fields=["merged_into"])
        publish(PersonsParted(merge_id=merge.pk, kept_id=holder, absorbed_id=absorbed.pk))
        for person_id in {kept.pk, absorbed.pk, holder}:
            publish(PersonChanged(person_id=person_id))
    return merge


def keep_moved(*, merge_id: UUID, what: str, ids: Iterable[UUID]) -> None:
    """Note on a merge what else went over, by its model (``cases.Case``). Called by handlers of ``PersonsMerged``."""
    merge = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    merge.moved[what] = [str(key) for key in ids]
    merge.save(update_fields=["moved"])


def moved(*, merge_id: UUID, what: str) -> list[UUID]:
    """Return the ids of what went over, by its model."""
    return [UUID(key) for key in PersonMerge.objects.get(pk=merge_id).moved.get(what, [])]


def holder_of(merge: PersonMerge) -> UUID:
    """Return who holds now what a merge moved: the one kept, or who they were merged into since."""
    with actor.admitting(merge.kept_id, merge.absorbed_id):
        absorbed = Person.objects.get(pk=merge.absorbed_id)
    return absorbed.merged_into_id or merge.kept_id


def left_behind(merge: PersonMerge) -> list[str]:
    """Return the names of what was filled in by a merge and changed since: undoing leaves it as it is now."""
    kept = Person.objects.get(pk=merge.kept_id)
    changed = [
        name
        for name, (_old, new) in merge.moved.get(_COLUMNS, {}).items()
        if _text(getattr(kept, name)) != new
    ]
    return [str(Person._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]  # noqa: SLF001


def _locked(one_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Lock two persons, always in the same order, so that two agents at once do not wait for each other."""
    with actor.admitting(one_id, other_id):
        asked = Person.objects.select_for_update(of=("self",)).filter(pk__in={one_id, other_id})
        found = {person.pk: person for person in asked.order_by("pk")}
    if one_id not in found or other_id not in found:
        raise NotFound
    return found[one_id], found[other_id]


def _made_already(one: Person, other: Person) -> PersonMerge | None:
    """Return the merge of these two that holds, either way: a double click, or two agents at once."""
    pair = {one.pk, other.pk}
    with actor.admitting(*pair):
        found = PersonMerge.objects.filter(kept_id__in=pair, absorbed_id__in=pair, undone_at=None)
        return found.exclude(kept_id=F("absorbed_id")).first()


def _written(kept: Person, absorbed: Person, ground: Ground, by: AgentSession | None) -> PersonMerge:
    before = {name: getattr(kept, name) for name in (*FILLED, *CHOSEN)}
    _take(kept, absorbed)
    columns = {
        name: [_text(old), _text(getattr(kept, name))]
        for name, old in before.items()
        if old != getattr(kept, name)
    }
    with actor.admitting(kept.pk, absorbed.pk):
        followers = list(Person.objects.filter(merged_into=absorbed).values_list("pk", flat=True))
        merge = PersonMerge(
            id=new_id(),
            kept=kept,
            absorbed=absorbed,
            ground=ground.ground,
            detail=ground.detail.strip()[:300],
            merged_at=clock.now(),
            agent_id=by.agent_id if by else None,
            body=by.organisation_name[:200] if by else "",
            capacity=by.capacity[:200] if by else "",
            moved={_COLUMNS: columns, _PERSONS: [str(key) for key in followers]},
        )
        write_main(absorbed)  # read with the kept one's from now on
        absorbed.merged_into = kept
        absorbed.save(update_fields=["merged_into"])
        if columns:
            kept.save(update_fields=[*columns])
        with actor.admitting(*followers):
            Person.objects.filter(pk__in=followers).update(merged_into=kept)
        rows.insert([merge])
    return merge


def _take(kept: Person, absorbed: Person) -> None:
    """Fill what the kept person lacks, and put in force what was said last of how to be answered. In memory."""
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(absorbed, name))
    with actor.admitting(kept.pk, absorbed.pk):
        mine, theirs = kept.channel_choices.first(), absorbed.channel_choices.first()
    if theirs is not None and (mine is None or theirs.chosen_at > mine.chosen_at):
        for name in CHOSEN:
            setattr(kept, name, getattr(absorbed, name))


def _give_columns_back(kept: Person, merge: PersonMerge) -> None:
    filled = merge.moved.get(_COLUMNS, {})
    back = [name for name, (_old, new) in filled.items() if _text(getattr(kept, name)) == new]
    for name in back:
        setattr(kept, name, _value(name, filled[name][0]))
    if back:
        kept.save(update_fields=back)


def _give_persons_back(merge: PersonMerge, holder: UUID) -> None:
    followers = [UUID(key) for key in merge.moved.get(_PERSONS, [])]
    with actor.admitting(*followers):
        Person.objects.filter(pk__in=followers, merged_into=holder).update(merged_into=merge.absorbed_id)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else value or ""


def _value(name: str, text: str) -> Any:
    if name == "birth_date":
        return date.fromisoformat(text) if text else None
    if name.endswith("_at"):
        return datetime.fromisoformat(text) if text else None
    return text
