"""Beginning a deposit: never a second one by accident."""

from datetime import timedelta

import pytest

from parvis.cases.models import Draft
from parvis.common import clock
from tests.portal.conftest import TREE, Visitor

pytestmark = pytest.mark.django_db
ADDRESS = f"/valmont/demarches/{TREE}/"
BEGUN = f"{ADDRESS}commencee/"


def test_a_deposit_begun_is_offered_before_another(visitor):
    visitor.begin().fill("vous")
    answer = visitor.client.post(ADDRESS)
    assert answer["Location"] == BEGUN
    text = visitor.client.get(BEGUN).content.decode()
    assert "Vous avez déjà commencé cette demande" in text
    assert f'href="{visitor.address}"' in text
    assert Draft.objects.count() == 1


def test_beginning_again_takes_the_place_of_the_former(visitor):
    visitor.begin().fill("vous")
    former = Draft.objects.get().pk
    answer = visitor.client.post(BEGUN)
    assert "/etape/" in answer["Location"]
    assert Draft.objects.get().pk != former


def test_one_begun_and_left_blank_gives_way_without_a_word(visitor):
    visitor.begin().begin()
    assert Draft.objects.count() == 1


def test_another_visitor_is_offered_nobody_elses(visitor, new_visitor):
    visitor.begin().fill("vous")
    assert "/etape/" in new_visitor().client.post(ADDRESS)["Location"]
    assert new_visitor().client.get(BEGUN)["Location"] == ADDRESS


def test_a_deposit_sent_or_past_its_time_is_not_offered(visitor):
    visitor.begin().fill_all().send()
    assert "/etape/" in visitor.client.post(ADDRESS)["Location"]
    Visitor(visitor.client).begin().fill("vous")
    Draft.objects.filter(case_id=None).update(expires_at=clock.now() - timedelta(days=1))
    assert "/etape/" in visitor.client.post(ADDRESS)["Location"]
