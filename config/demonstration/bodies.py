"""Services, agents, competences and delegations of the demonstration."""

from django.db import transaction

from config.demonstration.agents import AGENTS, SampleAgent, address
from config.demonstration.places import Places, choose_places, postcode_of
from parvis.common.models import Account
from parvis.organisations.models import Agent, Organisation, OrganisationKind, Team
from parvis.organisations.services.agents import habilitate_agent, invite_agent
from parvis.organisations.services.bodies import create_organisation, create_team
from parvis.organisations.services.competences import declare_competence, delegate_reception

# Hues of three graphic charters, to show that the same pages speak for several bodies.
HUES = {"region": 222, "city0": 352, "city1": 158, "epci0": 28}

# Body → services, by the short names of ``Places.by_key``; « city » stands for each city, and so on.
SERVICES = {
    "region": {
        "desk": "Accueil mutualisé",
        "it": "Assistance informatique des lycées",
    },
    "epci": {"green": "Environnement et espaces verts", "reception": "Accueil"},
    "city": {
        "reception": "Accueil et état civil",
        "green": "Espaces verts",
        "events": "Fêtes et manifestations",
    },
    "village": {"hall": "Secrétariat de mairie"},
    "school": {"office": "Intendance"},
}

# Procedure → the services that handle it, on the territory of their body. The smallest territory wins.
COMPETENCES = {
    "abattage-elagage-arbres": ["city:green", "epci:green", "region:desk"],
    "nid-frelons-asiatiques": ["epci:green", "region:desk"],
    "pret-materiel": ["city:events", "village:hall", "region:desk"],
    "contact": ["city:reception", "epci:reception", "village:hall", "region:desk"],
    "poste-informatique-ecole": ["region:it"],
}

DPO = "Délégué à la protection des données, dpo@{slug}.invalid"


@transaction.atomic
def set_up_bodies(region_code: str) -> Places:
    """Make what is missing of the demonstration's bodies; return them with their services."""
    places = choose_places(region_code)
    places.school = _school(places)
    places.teams = {}
    for key, body in places.by_key().items():
        _dress(key, body)
        for name, label in SERVICES[key.rstrip("0123456789")].items():
            places.teams[f"{key}:{name}"] = _team(body, label)
    _share_out(places)
    if not Agent.objects.filter(organisation=places.region).exists():
        for sample in AGENTS:
            _agent(sample, places)
    return places


def _school(places: Places) -> Organisation:
    """Return the invented secondary school, in the first city."""
    known = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, parent=places.region).first()
    city = places.cities[0]
    return known or create_organisation(
        kind=OrganisationKind.SCHOOL,
        name="Lycée Blanche-Hottinguer (établissement fictif)",
        slug="lycee-blanche-hottinguer",
        parent=places.region,
        territory=city.territory,
        postal_address=f"12 rue des Écoles\n{postcode_of(city)} {city.name}",
        email="intendance@lycee-blanche-hottinguer.invalid",
        phone="02 61 91 10 20",
        opening_hours={str(day): [["08:00", "18:00"]] for day in range(1, 6)},
    )


def _dress(key: str, body: Organisation) -> None:
    """Give a body its charter, and a contact where the open data has none."""
    body.theme = body.theme or ({"hue": HUES[key]} if key in HUES else {})
    body.dpo_contact = body.dpo_contact or DPO.format(slug=body.slug)
    body.email = body.email or f"contact@{body.slug}.invalid"
    body.phone = body.phone or "02 61 91 10 00"
    body.postal_address = body.postal_address or f"1 place de la République (adresse fictive)\n{body.name}"
    body.opening_hours = body.opening_hours or {
        str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)
    }
    body.save(update_fields=["theme", "dpo_contact", "email", "phone", "postal_address", "opening_hours"])


def _team(body: Organisation, name: str) -> Team:
    known = Team.objects.filter(organisation=body, name=name).first()
    return known or create_team(
        organisation=body,
        name=name,
        email=f"service@{body.slug}.invalid",
        phone=body.phone,
        postal_address=body.postal_address,
    )


def _share_out(places: Places) -> None:
    """Declare who handles what where, and let the region's desk receive for the small bodies and the schools."""
    teams = places.teams or {}
    for code, handlers in COMPETENCES.items():
        for key, team in teams.items():
            if team.organisation.territory and _stands_for(handlers, key):
                declare_competence(team=team, procedure_code=code, territory=team.organisation.territory)
    desk = teams["region:desk"]
    for body in [places.region, *places.villages, *places.epcis[:1], places.school]:
        if body is not None:
            delegate_reception(organisation=body, team=desk)
    for key, team in teams.items():
        if key.endswith(":reception"):
            delegate_reception(organisation=team.organisation, team=team)


def _stands_for(handlers: list[str], key: str) -> bool:
    body, _colon, team = key.partition(":")
    return f"{body.rstrip('0123456789')}:{team}" in handlers


def _agent(sample: SampleAgent, places: Places) -> None:
    body = places.by_key().get(sample.body)
    if body is None or Account.objects.filter(email=address(sample, body.slug)).exists():
        return
    agent = invite_agent(
        organisation=body,
        email=address(sample, body.slug),
        first_name=sample.first_name,
        last_name=sample.last_name,
        capacity=sample.capacity,
    )
    for role, team in sample.functions:
        named = (places.teams or {})[f"{sample.body}:{team}"] if team else None
        habilitate_agent(agent=agent, role=role, team=named)
