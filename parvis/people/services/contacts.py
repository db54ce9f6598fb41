"""The addresses and numbers of a person: added, proved, chosen, taken away; and who one leads to."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.events import publish
from parvis.people.access import of_one
from parvis.people.errors import ContactTaken
from parvis.people.events import PersonChanged
from parvis.people.models import ContactKind, ContactPoint, ContactProof, Person
from parvis.people.phones import international
from parvis.people.queries import kept

MOST = 10
"""Addresses and numbers of one person."""
CODE_LASTS = timedelta(minutes=15)
LINK_LASTS = timedelta(hours=1)
_TRIES = 5
_SALT = "parvis.people.contact"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """An address or a number as pages show it. ``id`` is None for a main one of which nothing more is known."""

    id: UUID | None
    kind: ContactKind
    value: str
    is_main: bool
    added_at: datetime
    verified_at: datetime | None
    verified_by: str


def contacts_of(person: Person) -> list[Contact]:
    """Return every way to a person, and to those merged into them: e-mails first, the main one first of each kind."""
    main = _main(person)
    rows: dict[tuple[str, str], ContactPoint] = {}
    for row in ContactPoint.objects.filter(of_one("person", person.pk)).order_by(
        F("verified_at").desc(nulls_last=True)
    ):
        rows.setdefault((row.kind, row.value), row)
    bare = [
        Contact(
            id=None,
            kind=kind,
            value=value,
            is_main=True,
            added_at=person.created_at,
            verified_at=None,
            verified_by="",
        )
        for kind, value in main.items()
        if value and (kind.value, value) not in rows
    ]
    known = [
        Contact(
            id=row.pk,
            kind=ContactKind(row.kind),
            value=row.value,
            is_main=row.value == main[ContactKind(row.kind)],
            added_at=row.added_at,
            verified_at=row.verified_at,
            verified_by=str(ContactProof(row.verified_by).label) if row.verified_by else "",
        )
        for row in rows.values()
    ]
    return sorted([*bare, *known], key=lambda one: (one.kind, not one.is_main, one.added_at))


def normal(kind: str, text: str) -> str:
    """Return an address in lower case or a number as E.164. Raises Invalid."""
    if kind == ContactKind.PHONE:
        number = international(text)
        if not number:
            raise Invalid(
                {"value": [_("Écrivez un numéro de téléphone complet, par exemple 06 12 34 56 78.")]}
            )
        return number
    try:
        validate_email(text.strip())
    except ValidationError:
        sentence = _("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")
        raise Invalid({"value": [sentence]}) from None
    return text.strip().lower()[:254]


@transaction.atomic
def add_contact(*, person_id: UUID, kind: str, text: str, proof: ContactProof | None = None) -> ContactPoint:
    """Add an address or a number to a person the actor sees; the first of its kind is the main one.

    ``proof`` is for what is proved already: an agent saw it, a link was opened. Raises Invalid, ContactTaken.
    """
    value = normal(kind, text)
    person = _locked(person_id)
    with actor.admitting(person_id):
        theirs = ContactPoint.objects.filter(of_one("person", person_id))
        point = theirs.filter(kind=kind, value=value).order_by(F("verified_at").desc(nulls_last=True)).first()
        if point is None:
            write_main(person)
            if person.contact_points.count() >= MOST:
                raise Invalid({"value": [_("Il y a déjà dix adresses et numéros : retirez-en un.")]})
            point, _made = ContactPoint.objects.get_or_create(
                person=person,
                kind=kind,
                value=value,
                defaults={"added_at": clock.now(), "agent_id": actor.current().agent},
            )
        if proof is not None:
            _prove(point, proof)
        if not _main(person)[ContactKind(kind)]:
            _make_main(person, point)
        publish(PersonChanged(person_id=person_id))
    return point


@transaction.atomic
def choose_main(*, person_id: UUID, contact_id: UUID) -> None:
    """Make an address or a number the one we write to or call first. Raises NotFound."""
    person = _locked(person_id)
    with actor.admitting(person_id):
        _make_main(person, _own(person_id, contact_id))
        publish(PersonChanged(person_id=person_id))


@transaction.atomic
def remove_contact(*, person_id: UUID, contact_id: UUID) -> None:
    """Take an address or a number away; it no longer signs in. Raises NotFound, Invalid for the main one."""
    person = _locked(person_id)
    point = _own(person_id, contact_id)
    if point.value == _main(person)[ContactKind(point.kind)]:
        raise Invalid(
            {"value": [_("C’est ce que nous utilisons en premier : choisissez d’abord autre chose.")]}
        )
    point.delete()
    publish(PersonChanged(person_id=person_id))


@transaction.atomic
def contact_row(*, person_id: UUID, kind: str) -> ContactPoint:
    """Return the row of the main address or number of a person, written if there was none. Raises NotFound."""
    person = _locked(person_id)
    write_main(person)
    point = person.contact_points.filter(kind=kind, is_main=True).first()
    if point is None:
        raise NotFound
    return point


@transaction.atomic
def new_code(*, person_id: UUID, contact_id: UUID) -> tuple[ContactPoint, str]:
    """Return a number with the six figures to send there; those sent before no longer serve. Raises NotFound."""
    point = _own(person_id, contact_id)
    code = f"{secrets.randbelow(1_000_000):06}"
    point.code_hash, point.tried_at, point.tries = _hashed(point, code), clock.now(), 0
    point.save(update_fields=["code_hash", "tried_at", "tries"])
    return point, code


@transaction.atomic
def prove_by_code(*, person_id: UUID, contact_id: UUID, code: str) -> bool:
    """Say whether the figures are those sent less than a quarter of an hour ago; the number is then proved.

    Five tries, then another code is needed. Raises NotFound.
    """
    point = _own(person_id, contact_id)
    fresh = point.tried_at is not None and point.tried_at > clock.now() - CODE_LASTS
    if not (point.code_hash and fresh and point.tries < _TRIES):
        return False
    point.tries += 1
    point.save(update_fields=["tries"])
    if not constant_time_compare(point.code_hash, _hashed(point, "".join(code.split()))):
        return False
    _prove(point, ContactProof.CODE)
    return True


@transaction.atomic
def new_link_token(*, person_id: UUID, contact_id: UUID) -> tuple[ContactPoint, str]:
    """Return an address with the token of the link to send there, good for an hour. Raises NotFound."""
    point = _own(person_id, contact_id)
    point.tried_at = clock.now()
    point.save(update_fields=["tried_at"])
    token = {"person": str(person_id), "contact": str(contact_id), "value": point.value}
    return point, signing.dumps(token, salt=_SALT)


@transaction.atomic
def prove_by_link(*, token: str) -> ContactPoint | None:
    """Return the address that a link proves, None when the link is false, too old, or the address gone.

    Raises ContactTaken when it opens someone else's space.
    """
    try:
        told = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    person_id = UUID(told["person"])
    with actor.admitting(person_id):
        theirs = ContactPoint.objects.filter(of_one("person", person_id))
        point = theirs.filter(pk=told["contact"], value=told["value"]).first()
        if point is not None:
            _prove(point, ContactProof.LINK)
        return point


def person_at(value: str) -> UUID | None:
    """Return the only person who proved that a normal address or number is theirs (``normal``); None for two, or none.

    What comes from there may join theirs; what we know of them is not told for all that: a sender can be forged.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_person_at(%s)", [value])
        found: UUID | None = cursor.fetchone()[0]
    return found


def follow_main(person: Person) -> None:
    """Keep the rows of a locked person in step with their main address and number, changed another way."""
    for kind, value in _main(person).items():
        main = person.contact_points.filter(kind=kind, is_main=True).first()
        if main is None or main.value == value:
            continue
        main.is_main = False
        main.save(update_fields=["is_main"])
        if value:
            fresh = {"added_at": clock.now(), "agent_id": actor.current().agent}
            point, _made = ContactPoint.objects.get_or_create(
                person=person, kind=kind, value=value, defaults=fresh
            )
            point.is_main = True
            point.save(update_fields=["is_main"])


def _locked(person_id: UUID) -> Person:
    with actor.admitting(person_id):  # the caller got the person through an access door
        return Person.objects.select_for_update(of=("self",)).get(pk=person_id)


def _own(person_id: UUID, contact_id: UUID) -> ContactPoint:
    theirs = ContactPoint.objects.select_for_update(of=("self",)).filter(of_one("person", person_id))
    point = theirs.filter(pk=contact_id).first()
    if point is None:
        raise NotFound
    return point


def _main(person: Person) -> dict[ContactKind, str]:
    return {
        ContactKind.EMAIL: person.email.strip().lower(),
        ContactKind.PHONE: international(person.phone) or person.phone,
    }


def write_main(person: Person) -> None:
    """Write the rows of the main address and number of a person, if there were none."""
    for kind, value in _main(person).items():
        if value and not person.contact_points.filter(kind=kind, is_main=True).exists():
            person.contact_points.update_or_create(
                kind=kind,
                value=value,
                defaults={"is_main": True},
                create_defaults={"is_main": True, "added_at": person.created_at},
            )


def _make_main(person: Person, point: ContactPoint) -> None:
    write_main(person)
    theirs = ContactPoint.objects.filter(person_id__in={person.pk, point.person_id})
    theirs.filter(kind=point.kind, is_main=True).update(is_main=False)
    point.is_main = True
    point.save(update_fields=["is_main"])
    setattr(person, point.kind, point.value)  # the kinds are called as the columns
    person.save(update_fields=[point.kind])


def _prove(point: ContactPoint, proof: ContactProof) -> None:
    """Write the proof down, unless a stronger one is there: what a link or a code proved, an agent does not undo."""
    if point.verified_by in {ContactProof.LINK, ContactProof.CODE} and proof == ContactProof.AGENT:
        return
    if proof == ContactProof.LINK and person_at(point.value) not in {None, kept(point.person_id)}:
        raise ContactTaken
    point.verified_at, point.verified_by, point.code_hash = clock.now(), proof, ""
    try:
        with transaction.atomic():
            point.save(update_fields=["verified_at", "verified_by", "code_hash"])
    except IntegrityError:
        raise ContactTaken from None


def _hashed(point: ContactPoint, code: str) -> str:
    return salted_hmac(_SALT, f"{point.pk} {code}", algorithm="sha256").hexdigest()
