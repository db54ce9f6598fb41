"""The generated resident at a real browser, 320 pixels wide: what it fills is lodged, what stops it is told."""

import pytest

from config.exercise.stage import in_browser, try_procedure
from parvis.cases.models import Case
from parvis.catalogue.models import Procedure
from tests.factories.catalogue import field, publish
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db, pytest.mark.usefixtures("system")]
WAYS = [{"value": "post", "label": "Par courrier"}, {"value": "counter", "label": "Au guichet"}]


@pytest.fixture
def body():
    place = TerritoryFactory(name="Caen", code="14118", postcodes=["14000"], square=(-1, 49, 0, 50))
    return OrganisationFactory(slug="caen", territory=place, latitude=49.2, longitude=-0.4)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_with_every_way_of_answering_is_lodged_and_nothing_is_left(body, browser, scripts):
    child = [field("text", "name"), field("date", "born")]
    publish(
        body,
        [
            field("choice", "way", options=WAYS),
            field("text", "street", condition='way == "post"'),
            field("municipality", "town"),
            field("file", "paper", max_files=1, accept=["pdf"]),
            field("block", "kids", fields=child, repeat={"min": 2, "max": 2}),
        ],
        [field("person", "who"), field("signature", "signed")],
    )
    trial = try_procedure(Procedure.objects.get(), paths=2, seed=1, walk=in_browser(browser, scripts=scripts))
    assert [str(path.stuck) for path in trial.paths if path.stuck] == []
    assert all(path.case for path in trial.paths)
    assert not Case.objects.exists()
