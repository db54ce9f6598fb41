"""A workflow at work: its figures count every case that follows it, and having cases change version says so first."""

from datetime import timedelta

import pytest

from parvis.cases.models import Case
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.models import ProcedureVersion
from parvis.common import clock
from parvis.common.journal import digest
from parvis.organisations.models import Role
from parvis.studio.workflow.usage import in_words
from tests.factories.cases import Town, lodge
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory
from tests.factories.workflows import status, town_with, transition, workflow

pytestmark = pytest.mark.django_db

EXAMINED_TWICE = workflow(
    [
        status("received", "received"),
        status("examined"),
        status("told", "decided"),
        status("done", "closed", final=True),
    ],
    [
        transition("take", ["received"], "examined"),
        transition("again", ["examined"], "received"),
        transition("decide", ["examined"], "told", actions=[{"do": "decide", "outcome": "granted"}]),
        transition("finish", ["told"], "done"),
    ],
)


@pytest.fixture
def town(system):
    return town_with(EXAMINED_TWICE, name="Valmont", slug="valmont")


@pytest.fixture
def studio(town, browsing):
    """Return the browser of a builder of the town who treats no case of it."""
    return browsing(AgentFactory(organisation=town.body, with_role=Role.PROCEDURE_BUILDER))


def press(town, case, *steps):
    """Make transitions at their days, counted from now."""
    start = clock.now()
    for key, day in steps:
        with town.acting(), clock.standing_at(start + timedelta(days=day)):
            make_transition(case_id=case.pk, key=key, by=town.session())


def at_a_neighbour(town):
    """Return a case that another body has of the procedure of the town."""
    body = OrganisationFactory(municipality=True)
    team = TeamFactory(organisation=body, competent_for=[town.version.procedure.code])
    agent = AgentFactory(organisation=body, with_role=Role.CASE_HANDLER, with_role__on=[team])
    return lodge(Town(body, team, agent, town.version))


def second_version(town):
    definition = {**town.version.definition, "workflow": {**EXAMINED_TWICE}}
    definition["workflow"]["statuses"] = [
        {**each, "key": "studied"} if each["key"] == "examined" else each
        for each in EXAMINED_TWICE["statuses"]
    ]
    definition["workflow"]["transitions"] = [
        {**each, "from": ["studied" if at == "examined" else at for at in each["from"]],
         "to": "studied" if each["to"] == "examined" else each["to"]}
        for each in EXAMINED_TWICE["transitions"]
    ]  # fmt: skip
    ProcedureVersion.objects.filter(pk=town.version.pk).update(state="retired")
    return ProcedureVersion.objects.create(
        procedure=town.version.procedure,
        number=2,
        definition=definition,
        checksum=digest(definition),
        state="published",
        created_at=clock.now(),
        published_at=clock.now(),
    )


def test_cases_of_every_body_are_counted_and_a_step_passed_twice_counts_twice(town, studio):
    at_a_neighbour(town)
    press(town, lodge(town), ("take", 2), ("again", 4), ("take", 10))
    until = (clock.today() + timedelta(days=30)).isoformat()
    address = f"/atelier/valmont/demarches/{town.version.procedure.code}/parcours/en-cours/"
    page = studio.get(f"{address}?du={clock.today().isoformat()}&au={until}").text

    assert "2 demandes en cours sous la version 1" in page
    rows = {row.split('"')[0]: row for row in page.split('<tr id="e-')[1:]}
    assert "<td>1</td><td>2</td><td>4 jours</td>" in rows["received"]  # two days, then six
    assert "<td>1</td><td>1</td><td>2 jours</td><td>2 jours</td>" in rows["examined"]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "0 min"),
        (timedelta(minutes=95), "1 h 35 min"),
        (timedelta(hours=23, minutes=59, seconds=40), "1 jour"),
        (timedelta(days=2, hours=3, minutes=58), "2 jours 4 h"),
        (timedelta(days=37, hours=18), "38 jours"),
    ],
)
def test_lengths_are_said_to_the_nearest(length, words):
    assert in_words(length) == words


def test_cases_of_a_former_version_are_told_and_go_where_the_page_says(town, studio, run_jobs):
    examined, decided, elsewhere = lodge(town), lodge(town), at_a_neighbour(town)
    press(town, examined, ("take", 0))
    press(town, decided, ("take", 0), ("decide", 0))
    second_version(town)
    address = f"/atelier/valmont/demarches/{town.version.procedure.code}/parcours/en-cours/"
    page = studio.get(address).text
    assert "Version 1 : 3 demandes en cours" in page
    assert "En faire passer 2 à la version en ligne" in page
    assert "2 demandes en cours sont concernées" in studio.get(f"{address}version-1/").text

    studio.post(f"{address}version-1/", {"vers.examined": "studied", "vers.told": "d:one"})
    run_jobs()
    found = {case.pk: (case.version.number, case.status) for case in Case.objects.select_related("version")}
    assert found[examined.pk] == (2, "studied")
    assert found[elsewhere.pk] == (2, "received")
    assert found[decided.pk] == (1, "told")
    assert "Leur décision est prise" in studio.get(address).text
