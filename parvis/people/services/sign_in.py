"""Residents sign in by a one-time link sent to their address: no password to choose, to forget or to steal.

The link opens a person, never an agent: the desk asks for a password and a second factor.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, connection, transaction
from sesame.backends import SesameBackendMixin
from sesame.utils import get_token

from parvis.common import actor, clock
from parvis.common.models import Account
from parvis.people.models import ContactKind, ContactProof, Person
from parvis.people.queries import kept
from parvis.people.services.contacts import add_contact
from parvis.people.services.persons import PersonDetails, record_person

_SCOPE = "resident"


@transaction.atomic
def sign_in_token(*, email: str) -> str:
    """Return a token that signs in the owner of an e-mail address, once, within SESAME_MAX_AGE seconds.

    An unknown address gets an account: nothing tells it from a known one.
    """
    with actor.signing_in():
        return str(get_token(_account_of(email.strip().lower()), scope=_SCOPE))


@transaction.atomic
def sign_in(*, token: str) -> Person | None:
    """Return the person a token signs in, made at the first time; None when it served already, is too old or false.

    The caller opens the session (``proofs.sign_in_person``). A merged person is returned as they were: the session
    keeps what was proved, and each request asks whose space it is (``queries.kept``).
    """
    with actor.signing_in():
        account = _Links().authenticate(None, sesame=token, scope=_SCOPE)
        if account is None:
            return None
        account.last_login = clock.now()  # a token made before the last sign-in no longer serves
        account.save(update_fields=["last_login"])
    known = _person_id(account)
    if known is None:
        known = record_person(details=PersonDetails(email=account.email), account_id=account.pk).pk
    with actor.admitting(known, kept(known)):
        add_contact(person_id=known, kind=ContactKind.EMAIL, text=account.email, proof=ContactProof.LINK)
        return Person.objects.get(pk=known)


@transaction.atomic
def forget_unused_accounts() -> int:
    """Delete the accounts made for a link that nobody used within a day, and return how many.

    Anyone may ask for a link to any address: what was never confirmed is not kept (RGPD, article 5).
    """
    with actor.acting_as(actor.for_system("people.forget_unused_accounts")):
        unused = Account.objects.filter(
            agent=None, person=None, last_login=None, created_at__lt=clock.now() - timedelta(days=1)
        )
        return unused.delete()[0]


class _Links(SesameBackendMixin):  # type: ignore[misc]
    """Reads tokens; the account is locked, so that a token used twice at once serves once."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """Return the active account of a token, locked until the end of the transaction."""
        return Account.objects.select_for_update().filter(pk=user_id, is_active=True).first()


def _account_of(email: str) -> Account:
    known = Account.objects.filter(email__iexact=email).first()
    if known is not None:
        return known
    account = Account(email=email)
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # asked twice at the same moment
        return Account.objects.get(email__iexact=email)
    return account


def _person_id(account: Account) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_person_of_account(%s)", [account.pk])
        found: UUID | None = cursor.fetchone()[0]
    return found
