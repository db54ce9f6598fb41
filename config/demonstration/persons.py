"""The residents of the demonstration: invented persons with an account they open by a link, or here by a click."""

from django.db import transaction

from config.demonstration.places import Places
from parvis.common import clock
from parvis.common.models import Account
from parvis.people.models import Person
from parvis.people.services.persons import PersonDetails, record_person

# First name, last name, e-mail, phone, street; the town is the first city's, then the others' in turn.
RESIDENTS = [
    ("Mme", "Zoé", "Martineau", "zoe.martineau@usager.invalid", "06 00 00 00 01", "8 rue des Tilleuls"),
    ("M.", "Ahmed", "Saïdi", "ahmed.saidi@usager.invalid", "06 00 00 00 02", "27 rue du Moulin"),
    (
        "Mme",
        "Paulette",
        "Gosselin",
        "paulette.gosselin@usager.invalid",
        "02 00 00 00 03",
        "3 impasse du Lavoir",
    ),
    ("M.", "Tom", "Nguyen", "tom.nguyen@usager.invalid", "06 00 00 00 04", "15 quai de la Boucle"),
]


@transaction.atomic
def set_up_persons(places: Places) -> None:
    """Record the sample residents that are missing, with their account."""
    towns = [*places.cities, *places.villages]
    for rank, (civility, first_name, last_name, email, phone, street) in enumerate(RESIDENTS):
        if Account.objects.filter(email=email).exists():
            continue
        account = Account(email=email)
        account.set_unusable_password()
        account.save()
        town = towns[rank % len(towns)]
        record_person(
            details=PersonDetails(
                civility=civility,
                first_name=first_name,
                last_name=last_name,
                email=email,
                phone=phone,
                postal_address=f"{street}\n{(town.territory.postcodes or [''])[0]} {town.name}".strip(),
                electronic_consent_at=clock.now() if rank % 2 == 0 else None,
            ),
            account_id=account.pk,
        )


def sample_persons() -> list[Person]:
    """Return the sample residents, in their order. The actor must be the system."""
    emails = [resident[3] for resident in RESIDENTS]
    found = Person.objects.filter(account__email__in=emails).select_related("account")
    return sorted(found, key=lambda person: emails.index(person.account.email if person.account else ""))
