"""Sample bodies, agents, residents and cases for a demonstration on one machine, and its two pages.

Nothing here exists in a real installation: ``load`` refuses without PARVIS_DEMO, the pages are in the address list
only where ``may_exist`` says so. Every name is invented, every e-mail address ends with « .invalid ».
"""

from collections.abc import Callable
from datetime import timedelta

SINCE = 200  # days: the sample agents have been at work for longer than the oldest sample case


def load(*, region: str, report: Callable[[str], None]) -> None:
    """Fill the region (INSEE code), then add what makes a demonstration; what is there already is left as it is.

    Raises SourceMissing, UnknownTerritory.
    """
    from config.demonstration.bodies import set_up_bodies
    from config.demonstration.cases import lodge_cases
    from config.demonstration.contact_forms import open_contact_forms
    from config.demonstration.levels import set_up_levels
    from config.demonstration.outages import declare_outages
    from config.demonstration.persons import set_up_persons
    from config.demonstration.procedures import publish_procedures
    from parvis.common import actor, clock
    from parvis.organisations.queries import region_is_loaded
    from parvis.organisations.services.territory import load_region

    with actor.acting_as(actor.for_system("demonstration")):
        if not region_is_loaded(region):
            loaded = load_region(code=region)
            report(f"{loaded.name}: {loaded.counts['municipality']} municipalities")
            if outside := loaded.by_doubt().get("town_hall_outside"):
                report(
                    f"{outside} town halls are placed outside their municipality: see load-territory {region}"
                )
        with clock.standing_at(clock.now() - timedelta(days=SINCE)):
            places = set_up_bodies(region)
            report(f"Bodies, services and agents around {places.cities[0]}")
            set_up_persons(places)
            publish_procedures(places)
            set_up_levels(places)
            open_contact_forms(places)
        report("Procedures and residents")
    lodge_cases(places, report)
    declare_outages(places)
