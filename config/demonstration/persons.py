"""The residents of the demonstration: invented persons with an account they open by a link, or here by a click."""

from dataclasses import asdict

from django.db import transaction

from config.demonstration.answers import ASKERS
from config.demonstration.places import Places, postcode_of
from parvis.catalogue.contacts import shown_civility
from parvis.common import clock
from parvis.common.models import Account
from parvis.people.models import Person
from parvis.people.services.persons import PersonDetails, record_person

# The sample askers who have an account, and where they live in their town.
RESIDENTS = list(
    zip(
        ASKERS,
        ["8 rue des Tilleuls", "27 rue du Moulin", "3 impasse du Lavoir", "15 quai de la Boucle"],
        strict=False,
    )
)


@transaction.atomic
def set_up_persons(places: Places) -> None:
    """Record the sample residents that are missing, with their account."""
    towns = [*places.cities, *places.villages]
    for rank, (asker, street) in enumerate(RESIDENTS):
        if Account.objects.filter(email=asker.email).exists():
            continue
        account = Account(email=asker.email)
        account.set_unusable_password()
        account.save()
        town = towns[rank % len(towns)]
        record_person(
            details=PersonDetails(
                **asdict(asker) | {"civility": shown_civility(asker.civility)},
                postal_address=f"{street}\n{postcode_of(town)} {town.name}".strip(),
                electronic_consent_at=clock.now() if rank % 2 == 0 else None,
            ),
            account_id=account.pk,
        )


def sample_persons() -> list[Person]:
    """Return the sample residents, in their order. The actor must be the system."""
    emails = [asker.email for asker, _street in RESIDENTS]
    found = Person.objects.filter(account__email__in=emails).select_related("account")
    return sorted(found, key=lambda person: emails.index(person.account.email if person.account else ""))
