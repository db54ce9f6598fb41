"""What an agent notes of an organisation: its name, its numbers; and of anyone, where their letters go."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import actor
from parvis.common.errors import Invalid
from parvis.common.events import publish
from parvis.people.events import PersonChanged
from parvis.people.models import Person, PersonKind
from parvis.people.numbers import association_number, company_number


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Numbers of an organisation, checked: each is "" when there is none."""

    siret: str = ""
    rna: str = ""


def read_numbers(text: str, *, field: str = "number") -> Numbers:
    """Return the SIREN, the SIRET or the RNA that a text is. Raises Invalid under ``field`` for a wrong one."""
    if not text.strip():
        return Numbers()
    if rna := association_number(text):
        return Numbers(rna=rna)
    if siret := company_number(text):
        return Numbers(siret=siret)
    raise Invalid(
        {
            field: [
                _(
                    "Ce numéro n’existe pas. Écrivez les 9 chiffres du SIREN, les 14 du SIRET, ou W et 9 signes."
                )
            ]
        }
    )


@transaction.atomic
def describe_organisation(*, person_id: UUID, name: str, siret: str, rna: str) -> Person:
    """Write the name and the numbers of an organisation the actor sees; a person who asked for it becomes its contact.

    Raises NotFound, and Invalid: a wrong number, no name, or a person who has a space of their own.
    """
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = [_("Écrivez le nom de l’organisme.")]
    company, association = company_number(siret), association_number(rna)
    if siret.strip() and not company:
        errors["siret"] = [_("Ce numéro n’existe pas. Vérifiez les 9 chiffres du SIREN ou les 14 du SIRET.")]
    if rna.strip() and not association:
        errors["rna"] = [_("Écrivez W et neuf signes, par exemple W141000123.")]
    with actor.admitting(person_id):
        person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
        if person.kind == PersonKind.NATURAL and person.account_id:
            errors["name"] = [_("Cette personne a son espace : notez plutôt qu’elle agit pour un organisme.")]
        if errors:
            raise Invalid(errors)
        person.kind, person.company_name = PersonKind.LEGAL, name.strip()[:200]
        person.siret, person.rna = company, association
        person.save(update_fields=["kind", "company_name", "siret", "rna"])
        publish(PersonChanged(person_id=person_id))
    return person


@transaction.atomic
def note_postal_address(*, person_id: UUID, text: str) -> Person:
    """Write where the letters of a person the actor sees go. Raises Invalid when it is too long for an envelope."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > 6 or len(text) > 500:
        raise Invalid({"address": [_("Six lignes au plus : l’adresse doit tenir sur une enveloppe.")]})
    with actor.admitting(person_id):
        person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
        person.postal_address = "\n".join(lines)
        person.save(update_fields=["postal_address"])
        publish(PersonChanged(person_id=person_id))
    return person
