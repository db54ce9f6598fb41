"""Who acts for whom, as agents note it. A tie says who speaks; it gives no right, until there is a mandate."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.people.access import get_person
from parvis.people.models import OF_BODIES, PersonKind, PersonTie, TieKind


@transaction.atomic
def note_tie(
    *,
    who_id: UUID,
    whom_id: UUID,
    kind: TieKind,
    by: AgentSession,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> PersonTie:
    """Note that a person acts for another; noted twice, the first one. Raises NotFound, Invalid."""
    who, whom = get_person(who_id), get_person(whom_id)
    begins = since or clock.today()
    errors = _refused(who.kind, whom.kind, kind, same=who_id == whom_id)
    if until is not None and until < begins:
        errors["until"] = [_("La fin vient avant le début.")]
    if errors:
        raise Invalid(errors)
    tie = PersonTie(
        id=new_id(),
        who=who,
        whom=whom,
        kind=kind,
        since=begins,
        until=until,
        who_name=who.display_name[:200],
        whom_name=whom.display_name[:200],
        note=note.strip()[:300],
        noted_at=clock.now(),
        agent_id=by.agent_id,
        body=by.organisation_name[:200],
    )
    try:
        with transaction.atomic():
            tie.save(force_insert=True)
    except IntegrityError:
        return PersonTie.objects.get(who=who, whom=whom, kind=kind, until=None)
    return tie


@transaction.atomic
def end_tie(*, tie_id: UUID) -> PersonTie:
    """Note that a person no longer acts for another, from today on. Raises NotFound."""
    tie = PersonTie.objects.select_for_update(of=("self",)).filter(pk=tie_id).first()
    if tie is None:
        raise NotFound
    if tie.until is None or tie.until > clock.today():
        tie.until = max(tie.since, clock.today())
        tie.save(update_fields=["until"])
    return tie


def _refused(who: str, whom: str, kind: TieKind, *, same: bool) -> dict[str, list[str]]:
    if same:
        return {"other": [_("C’est la même fiche.")]}
    if who == PersonKind.LEGAL and kind != TieKind.GUARDIAN:
        return {"other": [_("C’est une personne qui agit, pas un organisme.")]}
    if (kind in OF_BODIES) != (whom == PersonKind.LEGAL):
        sentence = _("Un contact ou un représentant agit pour un organisme ; un proche, pour une personne.")
        return {"kind": [sentence]}
    return {}
