"""Shared blocks in the studio: shared from a procedure, changed, carried to others after a look."""

import pytest

from parvis.catalogue.models import (
    BlockSpread,
    ProcedureVersion,
    SharedBlock,
    SharedBlockVersion,
    VersionState,
)
from parvis.catalogue.services.shared_blocks import record_block
from tests.factories.catalogue import field, publish
from tests.factories.organisations import OrganisationFactory

HOME = "/atelier/valmont/blocs/"
FIELDS = [field("text", "prenom", label="Prénom de l’enfant")]
NEXT = [*FIELDS, field("date", "naissance", label="Né le")]


def procedure(body, code, fields=FIELDS, **options):
    held = field("block", "enfants", fields=fields, label=f"Enfants de {code}", **options)
    return publish(body, [held], code=code, title=f"Démarche {code}")


@pytest.fixture
def shared(body):
    record_block(organisation=body, code="enfants", title="Enfants", fields=FIELDS)
    return record_block(organisation=body, code="enfants", title="Enfants", fields=NEXT)


def text_of(answer):
    return answer.content.decode()


def latest(version):
    return ProcedureVersion.objects.filter(procedure=version.procedure_id).latest("number")


def test_a_block_of_a_procedure_is_shared_and_says_so_in_its_next_version(studio, body):
    version = procedure(body, "cantine")
    page = text_of(studio.get("/atelier/valmont/nouveau-bloc/"))
    assert "Enfants de cantine" in page
    sent = {"title": "Enfants à charge", "copy": f"{version.procedure_id}:enfants"}
    answer = studio.post("/atelier/valmont/nouveau-bloc/", sent)
    assert answer["Location"] == f"{HOME}enfants-a-charge/"
    assert SharedBlockVersion.objects.get().fields == FIELDS
    draft = latest(version)
    assert draft.state == VersionState.DRAFT
    assert draft.definition["form"]["pages"][0]["fields"][0]["block"] == "enfants-a-charge"
    assert "à jour" in text_of(studio.get(answer["Location"]))


@pytest.mark.parametrize(
    ("sent", "said"), [({"title": "Enfants"}, "Choisissez le bloc"), ({"copy": "1:enfants"}, "Choisissez")]
)
def test_a_block_to_share_is_chosen_and_named(studio, body, sent, said):
    procedure(body, "cantine")
    answer = studio.post("/atelier/valmont/nouveau-bloc/", sent)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_block_tells_its_questions_and_who_has_another_version(studio, body, shared):
    procedure(body, "cantine", block="enfants")
    procedure(body, "creche", NEXT, block="enfants")
    text = text_of(studio.get(f"{HOME}enfants/"))
    for words in ("Né le", "différent", "à jour", "Une reprise du bloc est différente"):
        assert words in text
    assert text.count("Prendre ses questions") == 1


def test_the_questions_of_a_copy_become_those_of_the_block(studio, body, shared):
    other = procedure(body, "creche", [field("text", "nom")], block="enfants")
    answer = studio.post(f"{HOME}enfants/prendre/", {"copy": f"{other.procedure_id}:enfants"})
    assert answer["Location"] == f"{HOME}enfants/reporter/"
    assert SharedBlockVersion.objects.latest("number").fields == [field("text", "nom")]
    assert studio.post(f"{HOME}enfants/prendre/", {"copy": "0:x"})["Location"] == f"{HOME}enfants/"


def test_what_changes_is_shown_then_carried_to_the_procedures_chosen(studio, body, shared):
    first, second = procedure(body, "cantine", block="enfants"), procedure(body, "creche", block="enfants")
    page = text_of(studio.get(f"{HOME}enfants/reporter/"))
    assert "Né le" in page
    assert "ajoutée" in page
    assert page.count("peut être mise en ligne") == 2
    sent = {"seen": "2", "procedure": [first.procedure_id], "publish": "on", "reason": "Pour la CAF."}
    answer = studio.post(f"{HOME}enfants/reporter/", sent, follow=True)
    assert "reporté dans 1 démarche(s), dont 1 en ligne" in text_of(answer)
    assert "« Pour la CAF. »" in text_of(answer)
    assert latest(first).state == VersionState.PUBLISHED
    assert latest(second).number == 1
    assert BlockSpread.objects.get().changes[0]["code"] == "cantine"


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"seen": "2"}, 422, "au moins une démarche"),
        ({"seen": "2", "procedure": ["here"], "publish": "on"}, 422, "Écrivez pourquoi"),
        ({"seen": "1", "procedure": ["here"]}, 409, "Quelqu’un d’autre"),
    ],
)
def test_what_cannot_be_carried_is_refused_and_nothing_changes(studio, body, shared, sent, status, said):
    version = procedure(body, "cantine", block="enfants")
    if "procedure" in sent:
        sent = {**sent, "procedure": [version.procedure_id]}
    answer = studio.post(f"{HOME}enfants/reporter/", sent)
    assert answer.status_code == status
    assert said in text_of(answer)
    assert latest(version).number == 1


def test_a_block_that_everyone_has_leaves_nothing_to_carry(studio, body, shared):
    procedure(body, "cantine", NEXT, block="enfants")
    assert "Toutes les démarches ont cette version" in text_of(studio.get(f"{HOME}enfants/reporter/"))


def test_blocks_are_listed_retired_and_come_back(studio, body, shared):
    procedure(body, "cantine", block="enfants")
    assert "Enfants" in text_of(studio.get(HOME))
    studio.post(f"{HOME}enfants/retirer/")
    assert SharedBlock.objects.get().retired_at
    assert "retiré" in text_of(studio.get(HOME))
    studio.post(f"{HOME}enfants/retirer/")
    assert not SharedBlock.objects.get().retired_at


@pytest.mark.parametrize("rest", ["", "reporter/"])
def test_another_bodys_block_is_not_found(studio, rest):
    record_block(
        organisation=OrganisationFactory(slug="ailleurs"), code="enfants", title="Enfants", fields=FIELDS
    )
    assert studio.get(f"/atelier/ailleurs/blocs/enfants/{rest}").status_code == 404
    assert studio.get(f"{HOME}enfants/{rest}").status_code == 404


def line(number, **boxes):
    return {f"{number}.{name}": value for name, value in boxes.items()}


def edited(**more):
    first = line(
        0, key="prenom", label="Prénom", type="text", place="2", required="yes", help="Comme à l’école."
    )
    second = line(1, key="naissance", label="Né le", type="date", place="1")
    return {
        **first,
        **second,
        **line(2, key="", label="École /choix", choices="A\nB", required="yes"),
        **more,
    }


def test_a_block_is_changed_in_place_after_a_look_at_what_that_changes(studio, body, shared):
    procedure(body, "cantine", NEXT, block="enfants")
    assert 'value="Prénom de l’enfant"' in text_of(studio.get(f"{HOME}enfants/modifier/"))
    look = text_of(studio.post(f"{HOME}enfants/modifier/", edited()))
    for words in ("Dans une démarche", "Démarche cantine", "École", "ajoutée", "modifiée : libellé, aide"):
        assert words in look
    assert shared.block.versions.count() == 2
    kept = studio.post(f"{HOME}enfants/modifier/", edited(_keep="yes"))
    assert kept["Location"] == f"{HOME}enfants/reporter/"
    fields = shared.block.versions.latest("number").fields
    assert [(one["key"], one["type"], one.get("required", True)) for one in fields] == [
        ("naissance", "date", False),
        ("prenom", "text", True),
        ("ecole", "choice", True),
    ]


def test_a_line_left_blank_is_told_and_one_taken_away_goes(studio, body, shared):
    blank = studio.post(f"{HOME}enfants/modifier/", edited(**{"0.label": ""}))
    assert blank.status_code == 422
    assert "cochez « Enlever »" in text_of(blank)
    studio.post(f"{HOME}enfants/modifier/", edited(_keep="yes", **{"0.remove": "yes"}))
    assert [one["key"] for one in shared.block.versions.latest("number").fields] == ["naissance", "ecole"]


def test_a_shared_block_is_taken_up_by_a_procedure_from_where_one_adds(studio, body, shared, draft, home):
    page = text_of(studio.get(f"{home}questions/ajouter/?etape=p1"))
    assert '<option value="bloc:enfants"' in page
    answer = studio.post(f"{home}questions/ajouter/?etape=p1", {"type": "bloc:enfants", "label": ""})
    assert answer.status_code == 302
    draft.refresh_from_db()
    added = draft.definition["form"]["pages"][0]["fields"][-1]
    assert (added["type"], added["block"], added["fields"]) == ("block", "enfants", NEXT)
