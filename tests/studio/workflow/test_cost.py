"""What the workflow editor asks the database: as little for 32 statuses as for two."""

import pytest

from parvis.catalogue.services.drafts import begin_procedure
from parvis.organisations.sessions import agent_session
from tests.factories.catalogue import definition
from tests.factories.workflows import status, transition, workflow

pytestmark = pytest.mark.django_db
ADDRESS = "/atelier/valmont/demarches/large/parcours/"


@pytest.fixture
def large(body, builder):
    """Return a draft whose workflow has 32 statuses, each left by three transitions."""
    keys = [f"s{rank}" for rank in range(32)]
    statuses = [status(key, "received" if key == "s0" else "in_progress") for key in keys]
    statuses[-1] |= {"state": "closed", "final": True}
    ways = [
        transition(f"t{rank}_{leap}", [key], keys[min(rank + leap, 31)])
        for rank, key in enumerate(keys[:-1])
        for leap in (1, 3, 7)
    ]
    made = {**definition(workflow=workflow(statuses, ways)), "code": "large", "title": "Large"}
    by = agent_session(builder.pk)
    return begin_procedure(organisation=body, title="Large", code="large", by=by, definition=made)


def test_a_page_and_a_change_ask_the_database_little(studio, large, django_assert_max_num_queries):
    studio.get(f"{ADDRESS}etapes/s3/")
    with django_assert_max_num_queries(16):
        page = studio.get(f"{ADDRESS}etapes/s3/")
    assert page.status_code == 200
    assert page.text.count('class="flow-box') == 32
    studio.post(f"{ADDRESS}gestes/", {"geste": "copier statuses s3"})
    with django_assert_max_num_queries(24):
        assert studio.post(f"{ADDRESS}gestes/", {"geste": "descendre statuses s5"}).status_code == 302
