"""A case lodged by a trial is treated to an end by generated agents and its person; what stops it is a story."""

import pytest
from procrastinate.contrib.django import app

from config.exercise.outside import OURS
from config.exercise.stage import try_procedure
from parvis.cases.models import Case, Timer
from parvis.catalogue.models import Procedure
from parvis.organisations.models import Agent
from tests.factories.catalogue import field, publish
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    place = TerritoryFactory(name="Caen", code="14118", postcodes=["14000"], square=(-1, 49, 0, 50))
    return OrganisationFactory(slug="caen", territory=place, latitude=49.2, longitude=-0.4)


def status(key, state="in_progress", **more):
    return {"key": key, "label": key.capitalize(), "state": state, **more}


def way(origin, to, **more):
    return {"key": f"{origin}_{to}", "label": f"Vers {to}", "from": [origin], "to": to, **more}


def tried(body, statuses, transitions, paths=2, **more):
    flow = {"statuses": statuses, "transitions": transitions, **more}
    publish(body, [field("text", "nom")], workflow=flow)
    return try_procedure(Procedure.objects.get(organisation=body), paths=paths, seed=1, to_end=True)


def test_agents_the_person_time_and_other_software_lead_to_an_end(body):
    refusal = {"title": "Motif", "fields": [field("long_text", "motif"), field("file", "piece")]}
    call = {"do": "call_web_service", "key": "appel", "url": "https://exemple.invalid/api"}
    trial = tried(
        body,
        [
            status("recue", "received", on_arrival=[call]),
            status("attente", "waiting_for_person"),
            status("delai"),
            status("signal"),
            status("finie", "closed", final=True),
        ],
        [
            way("recue", "attente", form="refus"),
            way("attente", "delai", who=["person"]),
            way(
                "delai",
                "signal",
                when={"on": "delay", "after": {"count": 30, "unit": "days"}},
                who=["system"],
            ),
            way("signal", "finie", when={"on": "signal", "name": "fini"}, who=["system"]),
        ],
        forms={"refus": refusal},
    )
    assert [str(path.stuck) for path in trial.paths if path.stuck] == []
    for path in trial.paths:
        assert path.ended == "Finie"
        assert [line for line in path.story if line.startswith(("person", "system"))] == [
            "person: Vers delai",
            "system: signal « fini »",
        ]
        # A day more or less when the trial is run at midnight.
        assert any(line.startswith(("day 29", "day 30", "day 31")) for line in path.story)


def test_where_a_case_is_stuck_is_told_after_what_led_there(body):
    trial = tried(
        body,
        [status("recue", "received"), status("piege"), status("finie", "closed", final=True)],
        [way("recue", "piege"), way("piege", "finie", condition='case.comment == "jamais dit"')],
        paths=1,
    )
    [path] = trial.paths
    assert not trial.is_right
    assert path.stuck.page == "Piege"
    assert "nothing more can be done" in path.stuck.why
    assert path.story == ["day 0: « Recue »", "agent: Vers piege", "day 0: « Piege »"]


def test_nothing_is_left_and_nobody_is_written_to(body):
    agents = Agent.objects.count()
    tried(
        body,
        [status("recue", "received"), status("finie", "closed", final=True)],
        [way("recue", "finie")],
        paths=1,
    )
    assert not Case.objects.exists()
    assert not Timer.objects.exists()
    assert Agent.objects.count() == agents
    assert set(OURS) <= set(app.tasks)
    assert not any("send" in name or "tell_person" in name for name in OURS)
