"""The rules' page, and what was learnt: said with its measure, forgotten at will, offered on a mail to sort."""

import pytest

from parvis.cases.models import LearntSorting
from parvis.cases.services.mail_in import sort_mail
from parvis.channels.mail.tags import tagged
from parvis.common import clock
from parvis.organisations.models import Role
from parvis.organisations.services.agents import habilitate_agent
from tests.factories.cases import lodge
from tests.factories.mails import ADDRESS, a_mail, receive, take_mail

pytestmark = pytest.mark.django_db
COUNTS = {
    "classes": {"abattage-arbre": 30, "voirie": 30},
    "words": {"branche": {"abattage-arbre": 20}, "trou": {"voirie": 20}},
    "tested": 12,
    "hits": 11,
    "usual": 6,
}


def text_of(page):
    return page.content.decode().replace("\u00a0", " ")


@pytest.fixture
def manager(town, desk):
    habilitate_agent(agent=town.agent, role=Role.TEAM_MANAGER, organisation=town.body)
    return desk


def test_a_body_has_what_it_learnt_measured_then_forgotten(town, manager):
    assert "Rien n’est appris" in text_of(manager.get("/bureau/tri/"))
    manager.post("/bureau/tri/apprendre/")
    assert "L’apprentissage est en cours" in text_of(manager.get("/bureau/tri/"))

    LearntSorting.objects.update(counts={"procedure": COUNTS}, cases=60, learnt_at=clock.now())
    assert "juste 11 fois sur 12 ; toujours le plus courant : 6" in text_of(manager.get("/bureau/tri/"))
    manager.post("/bureau/tri/apprendre/", {"geste": "oublier"})
    assert not LearntSorting.objects.exists()


def test_a_mail_to_sort_shows_what_is_suggested_with_its_words_and_counts_what_the_agent_does(town, desk):
    take_mail(town, team=town.team)
    first = lodge(town)
    mail = receive(
        a_mail("Une branche va tomber.", From="Zoé <zoe@example.invalid>", To=tagged(ADDRESS, "d", first.pk))
    )
    sort_mail(mail_id=mail.pk)
    page = f"/bureau/e-mails/{mail.pk}/"
    assert "Propositions" not in text_of(desk.get(page))
    LearntSorting.objects.create(organisation=town.body, counts={"procedure": COUNTS}, learnt_at=clock.now())

    said = text_of(desk.get(page))
    assert "Démarche : Couper un arbre" in said
    assert "branche" in said
    assert "Juste 11 fois sur 12" in said
    proposed = f"{town.body.pk}:abattage-arbre"
    desk.post(f"{page}demande/", {"demarche": proposed, "propose": proposed})
    assert LearntSorting.objects.get().followed == 1
