"""Publishing, retiring, giving up; what happened to a procedure."""

import pytest

from parvis.catalogue.models import VersionState
from parvis.catalogue.services import editing
from parvis.organisations.sessions import agent_session
from tests.studio.boxes import boxes

pytestmark = pytest.mark.django_db


def change(draft, builder, **values):
    editing.set_texts(
        version_id=draft.pk, by=agent_session(builder.pk), values=values or {"title": "Autre titre"}
    )


def given(studio, home, **more):
    page = studio.get(f"{home}publier/").text
    return boxes(page, f'action="{home}publier/"') | more


def test_a_version_is_published_with_its_reason(studio, home, draft, builder):
    change(draft, builder)
    answer = studio.post(f"{home}publier/", given(studio, home, reason="Le tarif a changé"))
    assert answer["Location"] == f"{home}historique/"
    draft.refresh_from_db()
    assert draft.state == VersionState.PUBLISHED
    assert draft.published_by_id == builder.pk
    page = studio.get(f"{home}historique/").text
    assert "« Le tarif a changé »" in page
    assert "Julie Caron" in page


def test_a_reason_is_asked_and_what_was_typed_kept(studio, home, draft, builder):
    change(draft, builder)
    answer = studio.post(f"{home}publier/", given(studio, home, reason=" "))
    assert answer.status_code == 422
    assert "Écrivez pourquoi" in answer.text
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_what_keeps_from_publishing_is_told_with_the_way_to_it(studio, home, draft, builder):
    by = agent_session(builder.pk)
    change(draft, builder, summary=None)
    editing.add_questions(
        version_id=draft.pk, by=by, page="p2", fields=[{"type": "choice", "label": "Couleur"}]
    )
    page = studio.get(f"{home}publier/").text
    assert f'href="{home}questions/q/couleur/"' in page
    assert 'name="reason"' not in page
    draft.refresh_from_db()
    answer = studio.post(f"{home}publier/", {"seen": draft.checksum, "reason": "Quand même"})
    assert answer.status_code == 422
    editing.remove_questions(version_id=draft.pk, by=by, addresses=["couleur"])
    assert f'href="{home}textes/#presentation"' in studio.get(f"{home}publier/").text


def test_a_draft_that_changed_since_is_read_again(studio, home, draft, builder):
    change(draft, builder)
    mine = given(studio, home, reason="Parce que")
    change(draft, builder, title="Encore autre chose")
    answer = studio.post(f"{home}publier/", mine)
    assert answer.status_code == 409
    assert "Parce que" in answer.text


def test_there_is_nothing_to_publish_when_nothing_changed(studio, home, draft):
    assert "rien à publier" in studio.get(f"{home}publier/").text
    answer = studio.post(f"{home}publier/", {"seen": draft.checksum, "reason": "Pour voir"})
    assert answer.status_code == 409


def test_a_procedure_is_taken_offline_with_its_reason(studio, home, draft, builder, body):
    assert studio.post(f"{home}retirer/", {"reason": ""}).status_code == 422
    studio.post(f"{home}retirer/", {"reason": "Remplacée"})
    assert not body.procedures.get().versions.filter(state=VersionState.PUBLISHED).exists()
    assert "« Remplacée »" in studio.get(f"{home}historique/").text
    assert "pas en ligne" in studio.get(f"{home}retirer/").text


def test_a_draft_is_given_up(studio, home, draft, body):
    assert studio.post(f"{home}abandonner/")["Location"] == "/atelier/valmont/"
    assert [one.number for one in body.procedures.get().versions.all()] == [1]


def test_one_begins_again_from_an_older_version(studio, home, draft, builder):
    first = draft.procedure.versions.get(number=1)
    change(draft, builder)
    assert "abandonnez-la" in studio.post(f"{home}historique/1/reprendre/", follow=True).text
    studio.post(f"{home}publier/", given(studio, home, reason="x"))
    answer = studio.post(f"{home}historique/1/reprendre/")
    assert answer["Location"] == f"{home}questions/"
    assert draft.procedure.versions.get(number=3).definition == first.definition
    assert studio.post(f"{home}historique/9/reprendre/").status_code in {302, 404}


def test_a_definition_is_taken_away_in_the_formats_there_are(studio, home, draft):
    assert "XLSForm" in studio.get(f"{home}exporter/").text
    answer = studio.get(f"{home}exporter/?format=parvis")
    assert answer.json() == draft.definition
    assert 'filename="essai-v2.json"' in answer["Content-Disposition"]
    assert studio.get(f"{home}exporter/?format=bundle").content.startswith(b"PK")


def test_a_draft_that_is_not_ready_goes_to_another_parvis_only(studio, home, draft, builder):
    editing.add_questions(
        version_id=draft.pk,
        by=agent_session(builder.pk),
        page="p1",
        fields=[{"type": "choice", "label": "Couleur"}],
    )
    page = studio.get(f"{home}exporter/").text
    assert "XLSForm" not in page
    assert studio.get(f"{home}exporter/?format=xlsform")["Content-Type"].startswith("text/html")
    assert studio.get(f"{home}exporter/?format=parvis").status_code == 200
