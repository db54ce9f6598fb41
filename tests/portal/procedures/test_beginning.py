"""Beginning a deposit: never a second one by accident."""

import copy
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


def test_a_form_that_has_changed_since_is_offered_with_what_it_keeps(visitor, town):
    from parvis.catalogue.services.library import library
    from parvis.catalogue.services.publication import import_definition, publish_version

    visitor.begin().fill("vous")
    changed = copy.deepcopy(library()[TREE])
    pages = {page["key"]: page for page in changed["form"]["pages"]}
    fields = pages["vous"]["fields"]
    fields[:] = [field for field in fields if field["key"] != "applicant_address"]
    fields.append({"key": "quarter", "type": "text", "label": "Votre quartier"})
    changed["roles"].pop("address", None)
    changed.pop("translations", None)
    publish_version(version=import_definition(organisation=town.body, definition=changed))
    text = visitor.client.get(BEGUN).content.decode()
    renew = f"{visitor.address}nouveau-formulaire/"
    assert f'href="{renew}"' in text
    told = visitor.client.get(renew).content.decode()
    assert "réponses sont gardées telles quelles" in told
    assert "12 rue des Lilas" in told
    assert "Votre quartier" in told
    assert Draft.objects.get().version_id == town.version.pk
    assert visitor.client.post(renew)["Location"] == visitor.address
    draft = Draft.objects.get()
    assert draft.answers["is_owner"] is True
    assert "applicant_address" not in draft.answers
    assert visitor.client.get(renew)["Location"] == visitor.address
