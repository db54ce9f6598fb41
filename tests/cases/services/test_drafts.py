"""Deposits on their way: nothing typed is lost, nothing is sent twice."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.http import QueryDict

from parvis.cases import access
from parvis.cases.errors import DraftNotFound, FormIncomplete
from parvis.cases.models import Attachment, Case, Draft
from parvis.cases.services.drafts import (
    add_file,
    begin_draft,
    forget_expired_drafts,
    remove_file,
    resume_code,
    save_page,
    send_draft,
)
from parvis.catalogue.forms import engine
from parvis.catalogue.services.library import publish_from_library
from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.documents.models import StoredFile
from tests.factories.cases import make_town
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system):
    town = make_town()
    TeamFactory(organisation=town.body, competent_for=["contact"])
    [town.version] = publish_from_library(organisation=town.body, codes=["contact"])
    return town


def fill(draft: Draft, data: str) -> Draft:
    form = engine.compiled(draft.version)
    for page in engine.visibility(form, draft.answers).pages:
        checked = engine.check_page(form, page.key, QueryDict(data), draft.answers)
        draft = save_page(draft=draft, page=page.key, checked=checked)
    return draft


GOOD = (
    "topic=roads&title=Un+lampadaire+%C3%A9teint&message=Rue+des+Lilas"
    "&sender.last_name=Vasseur&sender.email=aude%40example.invalid"
)


def begin(town) -> Draft:
    with actor.acting_as(actor.NOBODY):
        return begin_draft(organisation=town.body, version=town.version)


def a_stored_file() -> UUID:
    key = new_id()
    with actor.admitting(key):
        StoredFile.objects.create(
            id=key,
            name="a.png",
            media_type="image/png",
            size=9,
            sha256="0" * 64,
            key=f"a/{key}",
            created_at=clock.now(),
        )
    return key


def holding(draft: Draft):
    return actor.acting_as(actor.for_job(draft.pk))


def test_what_was_refused_is_kept_as_typed(town):
    draft = begin(town)
    with holding(draft):
        draft = fill(draft, "sender.email=pas-une-adresse&message=")
        assert draft.pages_done == []
        assert "pas-une-adresse" in str(draft.typed)


def test_an_unfinished_draft_is_not_sent_and_loses_nothing(town):
    draft = begin(town)
    with holding(draft):
        with pytest.raises(FormIncomplete) as refusal:
            send_draft(draft=draft)
        assert refusal.value.data["pages"]
        assert access.get_draft(draft.pk).case_id is None


def test_sending_twice_gives_the_same_case(town):
    draft = begin(town)
    with holding(draft):
        fill(draft, GOOD)
        first, second = send_draft(draft=draft), send_draft(draft=draft)
    assert first.pk == second.pk
    assert Case.objects.count() == 1
    assert Draft.objects.get(pk=draft.pk).answers == {}


def test_a_sent_draft_takes_no_more_answers(town):
    draft = begin(town)
    with holding(draft):
        fill(draft, GOOD)
        send_draft(draft=draft)
        with pytest.raises(DraftNotFound):
            fill(access.get_draft(draft.pk), GOOD)


def test_files_follow_the_draft_into_the_case(town):
    draft, key = begin(town), a_stored_file()
    with holding(draft):
        add_file(draft=draft, field_key="documents", file_id=key)
        remove_file(draft=draft, file_id=key)
        assert not Attachment.objects.exists()
        add_file(draft=draft, field_key="documents", file_id=key)
        fill(draft, GOOD)
        Draft.objects.update(
            answers={
                **access.get_draft(draft.pk).answers,
                "documents": [{"id": str(key), "name": "a.png", "size": 9, "type": "image/png"}],
            }
        )
        case = send_draft(draft=access.get_draft(draft.pk, lock=True))
    with actor.acting_as(actor.for_job(case.pk)):
        assert [attachment.file_id for attachment in access.get_case(case.pk).attachments.all()] == [key]


def test_a_code_takes_the_draft_up_elsewhere_and_dies_with_it(town):
    draft = begin(town)
    code = resume_code(draft.pk)
    with actor.acting_as(actor.NOBODY):
        assert access.prove_draft(code=code.lower()) == draft.pk
        with pytest.raises(DraftNotFound):
            access.get_draft(draft.pk)
    Draft.objects.update(expires_at=clock.now() - timedelta(days=1))
    with actor.acting_as(actor.NOBODY), pytest.raises(DraftNotFound):
        access.prove_draft(code=code)


def test_an_expired_draft_is_forgotten_and_its_case_keeps_the_files(town):
    draft, key = begin(town), a_stored_file()
    with holding(draft):
        add_file(draft=draft, field_key="documents", file_id=key)
        fill(draft, GOOD)
        file = {"id": str(key), "name": "a.png", "size": 9, "type": "image/png"}
        Draft.objects.update(answers={**access.get_draft(draft.pk).answers, "documents": [file]})
        send_draft(draft=access.get_draft(draft.pk, lock=True))
    begin(town)
    Draft.objects.filter(pk=draft.pk).update(expires_at=clock.now() - timedelta(days=1))
    with actor.acting_as(actor.NOBODY):
        assert forget_expired_drafts() == 1
    assert Draft.objects.count() == 1
    assert Attachment.objects.get().draft is None
