"""Carrying a change of a shared block to the procedures that copied it: seen before, made at once, kept."""

import pytest
from django.db import ProgrammingError, transaction

from parvis.catalogue.block_impacts import compare, impacts
from parvis.catalogue.errors import BadDefinition, Overtaken
from parvis.catalogue.models import BlockSpread, ProcedureVersion, VersionState
from parvis.catalogue.services.block_spread import spread_block
from parvis.catalogue.services.drafts import open_draft
from parvis.catalogue.services.editing import edit_question
from parvis.catalogue.services.shared_blocks import record_block
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_for_account
from tests.factories.catalogue import field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory

FIRST = [field("text", "prenom"), field("date", "naissance")]
NEXT = [
    field("date", "naissance", help="Comme sur le livret."),
    field("text", "prenom"),
    field("text", "ecole"),
]


@pytest.fixture
def body(system):
    return OrganisationFactory()


@pytest.fixture
def builder(body):
    agent = AgentFactory(organisation=body, with_role=Role.PROCEDURE_BUILDER)
    return agent_for_account(agent.account_id)


def children(**options):
    return field("block", "enfants", **{"fields": FIRST, "block": "enfants", **options})


def procedure(body, code, *fields):
    return publish(body, list(fields) or [children()], code=code, title=f"Démarche {code}")


def shared(body, fields):
    return record_block(organisation=body, code="enfants", title="Enfants", fields=fields)


@pytest.fixture
def new(body):
    """Return the next version of the block, whose first one the procedures copied."""
    shared(body, FIRST)
    return shared(body, NEXT)


def spread(new, builder, *versions, **given):
    return spread_block(version=new, procedures=[one.procedure_id for one in versions], by=builder, **given)


def block_of(version):
    version.refresh_from_db()
    return version.definition["form"]["pages"][0]["fields"][0]["fields"]


def latest(version):
    return ProcedureVersion.objects.filter(procedure=version.procedure_id).latest("number")


def test_questions_of_two_versions_are_compared_by_their_keys():
    changes = compare(FIRST, [*NEXT[1:], field("text", "naissance", label="Né le")])
    assert [(one.kind, one.key, one.parts) for one in changes] == [
        ("added", "ecole", ()),
        ("changed", "naissance", ("type", "libellé")),
    ]
    assert [(one.kind, one.key) for one in compare(FIRST, FIRST[::-1])] == [
        ("moved", "naissance"),
        ("moved", "prenom"),
    ]
    assert [(one.kind, one.label) for one in compare(FIRST, FIRST[:1])] == [("removed", "Question naissance")]
    assert compare(FIRST, FIRST) == ()


def test_the_preview_says_which_procedures_change_and_how(body, new):
    procedure(body, "cantine")
    procedure(body, "creche", field("text", "nom"), children(label="Vos enfants"))
    procedure(body, "a-jour", children(fields=NEXT))
    procedure(body, "sans-bloc", field("text", "nom"))
    procedure(OrganisationFactory(), "ailleurs")
    found = impacts(new)
    assert [one.procedure.code for one in found] == ["cantine", "creche"]
    place = found[1].blocks[0]
    assert (place.address, place.label, place.step, place.customised) == (
        "enfants",
        "Vos enfants",
        "Page 1",
        False,
    )
    assert [(one.kind, one.key) for one in place.changes] == [
        ("changed", "naissance"),
        ("moved", "prenom"),
        ("added", "ecole"),
    ]
    assert all(one.can_be_published for one in found)


def test_a_copy_that_a_procedure_changed_for_itself_is_told(body, new):
    procedure(body, "cantine", children(fields=[field("text", "prenom", label="Petit nom")]))
    assert impacts(new)[0].blocks[0].customised


def test_a_change_goes_into_new_drafts_and_what_is_online_stays(body, new, builder):
    version = procedure(body, "cantine")
    made = spread(new, builder, version)
    draft = latest(version)
    assert (draft.state, draft.number, block_of(draft)) == (VersionState.DRAFT, 2, NEXT)
    assert (version.state, block_of(version)) == (VersionState.PUBLISHED, FIRST)
    assert made.changes == [
        {
            "procedure": version.procedure_id,
            "code": "cantine",
            "title": "Démarche cantine",
            "from": 1,
            "to": 2,
            "published": False,
        }
    ]
    assert draft.changes.count() == 1  # the builder of the procedure may take it back
    assert impacts(new) == []


def test_a_change_put_online_retires_the_version_before_with_its_reason(body, new, builder):
    version = procedure(body, "cantine")
    made = spread(new, builder, version, publish=True, reason="L’école est demandée partout.")
    version.refresh_from_db()
    now = latest(version)
    assert (version.state, now.state, block_of(now)) == (VersionState.RETIRED, VersionState.PUBLISHED, NEXT)
    assert now.events.latest("pk").reason == "L’école est demandée partout."
    assert made.changes[0]["published"]


def test_a_procedure_being_rewritten_is_changed_in_its_draft_even_when_others_go_online(body, new, builder):
    version = procedure(body, "cantine")
    draft = open_draft(procedure_id=version.procedure_id, by=builder)
    edit_question(
        version_id=draft.pk, by=builder, address="enfants", new=children(label="À relire", fields=FIRST)
    )
    [impact] = impacts(new)
    assert (impact.is_being_written, impact.can_be_published) == (True, False)
    spread(new, builder, version, publish=True, reason="Partout.")
    version.refresh_from_db()
    assert version.state == VersionState.PUBLISHED
    assert block_of(draft) == NEXT
    assert draft.definition["form"]["pages"][0]["fields"][0]["label"] == "À relire"


def test_what_the_change_would_break_is_said_and_cannot_go_online(body, builder):
    shared(body, FIRST)
    other = field("text", "nom", condition="enfants.naissance == '2020-01-01'")
    fine, broken = procedure(body, "cantine"), procedure(body, "creche", children(), other)
    new = shared(body, [field("text", "nom_complet")])
    [_first, second] = impacts(new)
    assert second.problems
    assert not second.can_be_published
    with pytest.raises(BadDefinition) as refusal, transaction.atomic():
        spread(new, builder, fine, broken, publish=True, reason="Partout.")
    assert list(refusal.value.errors) == ["creche"]
    assert latest(fine).number == 1
    assert not BlockSpread.objects.exists()
    spread(new, builder, fine, broken)
    assert latest(broken).state == VersionState.DRAFT


def test_a_block_that_changed_meanwhile_is_not_carried(body, new, builder):
    version = procedure(body, "cantine")
    shared(body, [field("text", "autre")])
    with pytest.raises(Overtaken):
        spread(new, builder, version)


@pytest.mark.parametrize(
    ("given", "where"), [({"publish": True}, "reason"), ({"reason": "x" * 301}, "reason")]
)
def test_going_online_needs_a_reason_of_a_fair_length(body, new, builder, given, where):
    version = procedure(body, "cantine")
    with pytest.raises(Invalid) as refusal:
        spread(new, builder, version, **given)
    assert list(refusal.value.errors) == [where]


def test_nothing_chosen_or_what_the_block_does_not_change_is_refused(body, new, builder):
    with pytest.raises(Invalid):
        spread(new, builder)
    with pytest.raises(NotFound):
        spread(new, builder, procedure(body, "sans-bloc", field("text", "nom")))


def test_another_bodys_builder_finds_no_block(body, new):
    stranger = AgentFactory(organisation=OrganisationFactory(), with_role=Role.PROCEDURE_BUILDER)
    with pytest.raises(NotFound):
        spread(new, agent_for_account(stranger.account_id), procedure(body, "cantine"))


def test_what_was_made_is_never_rewritten(body, new, builder):
    made = spread(new, builder, procedure(body, "cantine"))
    made.reason = "autre"
    with pytest.raises(ProgrammingError), transaction.atomic():
        made.save()
