"""Changing what is being written, alone and together, and taking it back."""

import pytest

from parvis.catalogue.composition.places import field_at
from parvis.catalogue.errors import Overtaken
from parvis.catalogue.services import editing
from parvis.catalogue.services.drafts import begin_procedure, discard_draft, open_draft
from parvis.catalogue.services.publication import publish_version
from parvis.common.errors import Invalid, NotAllowed, NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.catalogue import definition, field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    return OrganisationFactory()


@pytest.fixture
def builder(body):
    return agent_session(AgentFactory(organisation=body, with_role=Role.PROCEDURE_BUILDER).pk)


@pytest.fixture
def colleague(body):
    agent = AgentFactory(
        organisation=body, with_role=Role.PROCEDURE_BUILDER, first_name="Luc", last_name="Morin"
    )
    return agent_session(agent.pk)


@pytest.fixture
def draft(body, builder):
    published = publish(body, [field("text", "nom"), field("text", "ville", condition='nom != ""')])
    return open_draft(procedure_id=published.procedure_id, by=builder)


def seen(version, address):
    version.refresh_from_db()
    return editing.part_checksum(field_at(version.definition, address).field)


def test_a_draft_begins_as_the_published_version_and_is_opened_once(draft, builder):
    assert draft.number == 2
    assert open_draft(procedure_id=draft.procedure_id, by=builder) == draft
    assert draft.definition == draft.procedure.versions.get(number=1).definition


def test_another_body_s_draft_is_not_found(draft):
    stranger = agent_session(AgentFactory(with_role=Role.PROCEDURE_BUILDER).pk)
    with pytest.raises(NotFound):
        editing.add_step(version_id=draft.pk, by=stranger, title="Ici")
    with pytest.raises(NotFound):
        open_draft(procedure_id=draft.procedure_id, by=stranger)


def test_what_was_published_is_not_written_in(draft, builder):
    published = draft.procedure.versions.get(number=1)
    with pytest.raises(NotFound):
        editing.add_step(version_id=published.pk, by=builder, title="Ici")


def test_each_gesture_is_kept_with_who_and_in_words(draft, builder):
    edit = editing.add_questions(
        version_id=draft.pk, by=builder, page="p1", fields=[{"type": "date", "label": "Le jour"}]
    )
    assert edit.targets == ("jour",)
    assert edit.change.said == "question « Le jour » ajoutée"
    assert edit.change.by_id == builder.agent_id
    assert field_at(edit.version.definition, "jour").field["type"] == "date"


def test_a_gesture_that_changes_nothing_leaves_no_trace(draft, builder):
    same = field_at(draft.definition, "nom").field
    assert editing.edit_question(version_id=draft.pk, by=builder, address="nom", new=same).change is None


def test_two_builders_write_in_two_questions_at_once(draft, builder, colleague):
    before = {address: seen(draft, address) for address in ("nom", "ville")}
    for who, address in ((builder, "nom"), (colleague, "ville")):
        new = field("text", address, help="Écrivez.")
        editing.edit_question(version_id=draft.pk, by=who, address=address, new=new, seen=before[address])
    draft.refresh_from_db()
    assert [one["help"] for one in draft.definition["form"]["pages"][0]["fields"]] == ["Écrivez."] * 2


def test_two_builders_in_the_same_question_are_told_of_each_other(draft, builder, colleague):
    before = seen(draft, "nom")
    editing.edit_question(
        version_id=draft.pk, by=colleague, address="nom", new=field("text", "nom", help="De Luc"), seen=before
    )
    with pytest.raises(Overtaken) as refusal:
        editing.edit_question(
            version_id=draft.pk,
            by=builder,
            address="nom",
            new=field("text", "nom", help="De moi"),
            seen=before,
        )
    assert "Luc Morin" in str(refusal.value)
    draft.refresh_from_db()
    assert field_at(draft.definition, "nom").field["help"] == "De Luc"


def test_everything_is_taken_back_and_made_again(draft, builder):
    start = draft.definition
    edits = [
        editing.add_step(version_id=draft.pk, by=builder, title="Suite"),
        editing.move_question(version_id=draft.pk, by=builder, address="ville", page="suite"),
        editing.edit_question(version_id=draft.pk, by=builder, address="nom", new=field("text", "nom_usage")),
        editing.duplicate_question(version_id=draft.pk, by=builder, address="ville"),
        editing.step_question(version_id=draft.pk, by=builder, address="ville", step=1),
        editing.remove_questions(version_id=draft.pk, by=builder, addresses=["ville"]),
        editing.edit_step(version_id=draft.pk, by=builder, page="suite", values={"description": "Encore."}),
        editing.duplicate_step(version_id=draft.pk, by=builder, page="p1"),
        editing.move_step(version_id=draft.pk, by=builder, page="suite", step=-1),
        editing.set_texts(version_id=draft.pk, by=builder, values={"title": "Autre", "who": "Tous"}),
        editing.remove_step(version_id=draft.pk, by=builder, page="suite"),
    ]
    draft.refresh_from_db()
    end = draft.definition
    for edit in reversed(edits):
        editing.undo(version_id=draft.pk, by=builder, change_id=edit.change.pk)
    draft.refresh_from_db()
    assert draft.definition == start
    for edit in edits:
        editing.redo(version_id=draft.pk, by=builder, change_id=edit.change.pk)
    draft.refresh_from_db()
    assert draft.definition == end


def test_only_the_last_change_is_taken_back(draft, builder, colleague):
    mine = editing.add_step(version_id=draft.pk, by=builder, title="Une")
    editing.add_step(version_id=draft.pk, by=colleague, title="Deux")
    with pytest.raises(Overtaken):
        editing.undo(version_id=draft.pk, by=builder, change_id=mine.change.pk)


def test_a_new_change_forgets_what_was_taken_back(draft, builder):
    edit = editing.add_step(version_id=draft.pk, by=builder, title="Une")
    editing.undo(version_id=draft.pk, by=builder, change_id=edit.change.pk)
    editing.add_step(version_id=draft.pk, by=builder, title="Deux")
    with pytest.raises(NotFound):
        editing.redo(version_id=draft.pk, by=builder, change_id=edit.change.pk)


def test_a_draft_may_come_back_to_what_was_published(draft, builder):
    edit = editing.add_step(version_id=draft.pk, by=builder, title="Une")
    editing.undo(version_id=draft.pk, by=builder, change_id=edit.change.pk)
    draft.refresh_from_db()
    assert draft.checksum == draft.procedure.versions.get(number=1).checksum


def test_a_draft_that_says_what_a_version_said_gives_way_to_it(draft, builder):
    published = draft.procedure.versions.get(number=1)
    editing.set_texts(version_id=draft.pk, by=builder, values={"title": "Autre"})
    draft.refresh_from_db()
    publish_version(version=draft)
    again = open_draft(procedure_id=draft.procedure_id, by=builder)
    editing.set_texts(version_id=again.pk, by=builder, values={"title": published.definition["title"]})
    again.refresh_from_db()
    assert publish_version(version=again) == published
    assert again.procedure.versions.count() == 2


def test_a_procedure_begins_from_nothing_under_a_code_of_its_own(body, builder):
    version = begin_procedure(organisation=body, title="Louer une salle", code="salle", by=builder)
    assert version.definition["form"]["pages"] == [{"key": "etape-1", "title": "Votre demande", "fields": []}]
    with pytest.raises(Invalid):
        begin_procedure(organisation=body, title="Louer", code="salle", by=builder)
    editing.set_texts(version_id=version.pk, by=builder, values={"title": "Réserver une salle"})
    version.procedure.refresh_from_db()
    assert version.procedure.title == "Réserver une salle"


def test_a_draft_is_given_up_but_not_what_was_published(draft, builder, body):
    procedure = draft.procedure
    discard_draft(version_id=draft.pk, by=builder)
    assert [one.number for one in procedure.versions.all()] == [1]
    with pytest.raises(NotAllowed):
        discard_draft(version_id=procedure.versions.get().pk, by=builder)
    alone = begin_procedure(organisation=body, title="x", code="x", by=builder)
    discard_draft(version_id=alone.pk, by=builder)
    assert not body.procedures.filter(code="x").exists()


def test_publication_and_retirement_are_kept_with_their_reason(draft, builder, body):
    from parvis.organisations.models import Agent

    agent = Agent.objects.get(pk=builder.agent_id)
    editing.set_texts(version_id=draft.pk, by=builder, values={"title": "Autre"})
    draft.refresh_from_db()
    publish_version(version=draft, by=agent, reason="Le tarif a changé")
    events = [(one.passage, one.reason, one.by_id) for one in draft.events.order_by("pk")]
    assert events[-1] == ("published", "Le tarif a changé", agent.pk)
    former = draft.procedure.versions.get(number=1)
    assert former.events.order_by("pk").last().passage == "retired"


def test_a_definition_that_is_not_ready_is_not_published(body, builder):
    from parvis.catalogue.errors import BadDefinition

    version = begin_procedure(organisation=body, title="x", code="x", by=builder, definition=definition())
    editing.set_texts(version_id=version.pk, by=builder, values={"law": None})
    version.refresh_from_db()
    with pytest.raises(BadDefinition):
        publish_version(version=version)
