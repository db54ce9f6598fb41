"""What the pages of the studio ask the database: as little for a large form as for a small one."""

import pytest

from bench import large_form
from parvis.catalogue.services.drafts import begin_procedure
from parvis.organisations.sessions import agent_session

pytestmark = pytest.mark.django_db
LARGE = "/atelier/valmont/demarches/grand/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def large(body, builder):
    """Return a draft of 150 questions and 200 rules."""
    definition = {**large_form.large(), "format": "parvis-procedure/1"}
    by = agent_session(builder.pk)
    return begin_procedure(organisation=body, title="Grand", code="grand", by=by, definition=definition)


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("questions/", 14),
        ("questions/q/q40/", 14),
        ("textes/", 10),
        ("remarques/", 12),
        ("publier/", 12),
        ("historique/", 12),
        ("apercu/p4/", 10),
    ],
    ids=lambda given: str(given).strip("/").replace("/", "-"),
)
def test_a_page_asks_the_database_little(studio, large, django_assert_max_num_queries, page, most):
    studio.get(LARGE + page)
    with django_assert_max_num_queries(most):
        assert studio.get(LARGE + page).status_code == 200


def test_a_change_asks_the_database_little(studio, large, django_assert_max_num_queries):
    address = f"{LARGE}questions/gestes/"
    studio.post(address, {"geste": "copier q40"}, headers=HTMX)
    with django_assert_max_num_queries(26):
        assert studio.post(address, {"geste": "descendre q41"}, headers=HTMX).status_code == 200


def test_the_list_costs_the_same_for_many_procedures(studio, body, builder, django_assert_max_num_queries):
    by = agent_session(builder.pk)
    for rank in range(12):
        begin_procedure(organisation=body, title=f"Démarche {rank}", code=f"d{rank}", by=by)
    studio.get("/atelier/valmont/")
    with django_assert_max_num_queries(10):
        assert "Démarche 11" in studio.get("/atelier/valmont/").text
