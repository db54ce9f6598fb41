"""Signatures asked of other people: the demand does not wait for them, and only their link opens them."""

import re
from datetime import timedelta

import pytest

from parvis.cases import access
from parvis.cases.errors import CoSignatureClosed, CoSignatureNotFound
from parvis.cases.models import CoSignature, LegalState
from parvis.cases.services.co_signatures import (
    give_co_signature,
    read_sign_link,
    refuse_co_signature,
    remind_co_signers,
    sign_link,
)
from parvis.cases.services.intake import register_deposit
from parvis.channels.events import MessageFailed
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.events import publish
from tests.factories.cases import Town, a_deposit
from tests.factories.catalogue import field
from tests.factories.catalogue import publish as publish_procedure
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db
ALI = {"name": "Ali Haddad", "email": "ali@exemple.invalid"}
SIGNED = {"name": "Ali Haddad", "drawing": "", "signed_at": "2026-03-05T09:30:00+00:00"}


@pytest.fixture
def town(system):
    body = OrganisationFactory(municipality=True)
    team = TeamFactory(organisation=body, competent_for=["essai"])
    version = publish_procedure(
        body,
        [
            field("yes_no", "two"),
            field("co_signature", "other", condition="two == true", statement="J’autorise.", days=10),
            field(
                "block",
                "parents",
                fields=[field("co_signature", "who")],
                repeat={"min": 0},
                required=False,
            ),
        ],
    )
    return Town(body, team, AgentFactory(organisation=body), version)


def lodged(town, **answers):
    return register_deposit(deposit=a_deposit(town, answers={"two": True, "other": ALI, **answers}))


def kinds(case):
    return list(case.journal.order_by("position").values_list("kind", flat=True))


def test_those_whom_the_answers_name_are_written_to_once(town):
    case = lodged(town, parents=[{"who": {"name": "Zoé", "email": "zoe@exemple.invalid"}}])
    asked = {row.question: row for row in case.co_signatures.all()}
    assert set(asked) == {"other", "parents.0.who"}
    assert asked["other"].statement == "J’autorise."
    message = OutboundMessage.objects.get(about=asked["other"].pk)
    assert message.recipient == "ali@exemple.invalid"
    [token] = re.findall(r"/cosigner/([^/\s]+)/", message.text)
    assert read_sign_link(token) == asked["other"].pk
    assert case.state == LegalState.RECEIVED
    assert kinds(case).count("co_signature_asked") == 2


def test_a_question_that_was_not_asked_asks_nobody(town):
    assert not register_deposit(deposit=a_deposit(town, answers={"two": False})).co_signatures.exists()


def test_replaying_the_deposit_asks_nobody_twice(town):
    deposit = a_deposit(town, answers={"two": True, "other": ALI})
    first, again = register_deposit(deposit=deposit), register_deposit(deposit=deposit)
    assert first.pk == again.pk
    assert first.co_signatures.count() == 1


def test_the_link_alone_opens_the_signature_and_nothing_else(town):
    first, second = lodged(town).co_signatures.get(), lodged(town).co_signatures.get()
    with actor.acting_as(actor.NOBODY):
        with pytest.raises(CoSignatureNotFound):
            access.get_co_signature(first.pk)
        with actor.admitting(first.pk):
            assert access.get_co_signature(first.pk).name == "Ali Haddad"
            assert not CoSignature.objects.filter(pk=second.pk).exists()


def test_a_forged_link_opens_nothing():
    token = sign_link(CoSignature().pk).split("/")[-2]
    assert read_sign_link(token) is not None
    assert read_sign_link(f"x{token}") is None
    assert read_sign_link("") is None


def test_a_signature_given_is_kept_with_the_case_and_journalled(town):
    case = lodged(town)
    asked = case.co_signatures.get()
    with actor.acting_as(actor.NOBODY):
        give_co_signature(co_signature_id=asked.pk, signature=SIGNED)
    asked.refresh_from_db()
    assert (asked.state, asked.signature, asked.remind_at) == ("signed", SIGNED, None)
    assert kinds(case)[-1] == "co_signed"
    with pytest.raises(CoSignatureClosed):
        refuse_co_signature(co_signature_id=asked.pk)


def test_a_refusal_is_kept_too(town):
    case = lodged(town)
    asked = case.co_signatures.get()
    with actor.acting_as(actor.NOBODY):
        refuse_co_signature(co_signature_id=asked.pk)
    assert case.co_signatures.get().state == "refused"
    assert kinds(case)[-1] == "co_signature_refused"


def test_one_who_does_not_answer_is_reminded_once_and_then_it_is_too_late(town):
    asked = lodged(town).co_signatures.get()
    with clock.standing_at(clock.now() + timedelta(days=7, hours=1)):
        assert remind_co_signers() == 1
        assert remind_co_signers() == 0
    assert OutboundMessage.objects.filter(about=asked.pk).count() == 2
    with clock.standing_at(clock.now() + timedelta(days=11)), pytest.raises(CoSignatureClosed):
        give_co_signature(co_signature_id=asked.pk, signature=SIGNED)


def test_nobody_is_reminded_of_what_is_answered(town):
    asked = lodged(town).co_signatures.get()
    refuse_co_signature(co_signature_id=asked.pk)
    with clock.standing_at(clock.now() + timedelta(days=8)):
        assert remind_co_signers() == 0


def test_a_message_that_never_arrived_is_told_on_the_case(town):
    case = lodged(town)
    asked = case.co_signatures.get()
    with actor.acting_as(actor.for_job(asked.pk)):
        publish(MessageFailed(message_id=asked.pk, about=asked.pk))
    assert case.co_signatures.get().unreachable
    assert kinds(case)[-1] == "co_signature_lost"
