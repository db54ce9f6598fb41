"""Sending once, whatever the browser does; the receipt; stopping and taking up again."""

import re

import pytest
from django.core import signing

from parvis.cases.models import Case, Draft
from parvis.cases.numbers import secret_code
from parvis.cases.services.drafts import resume_code
from parvis.channels.models import OutboundMessage
from parvis.documents.models import IssuedDocument
from parvis.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_review_shows_every_answer_with_the_place_where_it_is_changed(visitor):
    text = visitor.begin().fill_all().client.get(f"{visitor.address}verification/").content.decode()
    assert "Aude Vasseur" in text
    assert "3 rue des Tilleuls" in text
    assert f"{visitor.page('arbres')}#q-species" in text
    assert "Envoyer ma demande" in text
    assert "Le propriétaire du terrain" not in text


def test_sending_gives_a_number_a_code_and_a_date(visitor, system):
    answer = visitor.begin().fill_all().send()
    assert answer["Location"] == f"{visitor.address}recu/"
    case = Case.objects.get()
    text = visitor.client.get(answer["Location"]).content.decode()
    assert secret_code("follow-up", case.pk) in text
    assert "\u00a0".join([case.number[:4], case.number[4:8], case.number[8:]]) in text
    assert "Vous aurez une réponse au plus tard le" in text
    assert "Cette date vaut si votre demande est complète" in text  # R112-11-1
    assert case.attachments.count() == 4
    assert (case.municipality.code, case.latitude) == ("76719", 49.72)


def test_a_double_click_a_reload_or_a_lost_reply_gives_the_same_case(visitor, system):
    visitor.begin().fill_all()
    addresses = {visitor.send()["Location"] for _ in range(3)}
    assert addresses == {f"{visitor.address}recu/"}
    assert Case.objects.count() == 1
    assert visitor.client.get(f"{visitor.address}verification/")["Location"] == f"{visitor.address}recu/"
    assert visitor.client.get(visitor.page("vous"))["Location"] == f"{visitor.address}recu/"
    assert visitor.fill("vous")["Location"] == f"{visitor.address}recu/"


def test_a_deposit_with_answers_missing_is_not_sent_and_says_which_pages(visitor, system):
    visitor.begin().fill("vous")
    answer = visitor.send()
    text = answer.content.decode()
    assert answer.status_code == 422
    assert Case.objects.count() == 0
    assert f'href="{visitor.page("lieu")}?a-corriger"' in text
    page = visitor.client.get(f"{visitor.page('lieu')}?a-corriger")
    assert "Écrivez le nom de la commune" in page.content.decode()


def test_when_nobody_can_take_it_the_answers_are_kept_and_it_is_said(visitor, town, system):
    visitor.begin().fill_all()
    town.team.competences.all().delete()
    answer = visitor.send()
    assert answer.status_code == 422
    assert "Vos réponses sont gardées" in answer.content.decode()
    assert Case.objects.count() == 0
    assert "Aude" in visitor.client.get(visitor.page("vous")).content.decode()


def test_the_channel_and_the_consent_are_asked_only_where_they_matter(visitor, system):
    visitor.begin().fill_all()
    text = visitor.client.get(f"{visitor.address}verification/").content.decode()
    assert "Comment voulez-vous recevoir nos réponses" in text
    assert "J’accepte de recevoir la décision" in text
    visitor.send(_channel="post", _consent="yes")
    person = Person.objects.get(last_name="Vasseur")
    assert person.preferred_channel == "post"
    assert person.electronic_consent_at is not None
    received = Case.objects.get().journal.get(kind="received")
    assert received.facts["said"] == {"preferred": "post", "consents": True}


def test_who_signed_in_finds_what_they_said_and_changes_it_in_a_deposit(signed_in, aude, system):
    signed_in.begin().fill_all()
    assert "Seulement en ligne" in signed_in.client.get(f"{signed_in.address}verification/").content.decode()
    signed_in.send(_channel="online", _consent="yes")
    aude.refresh_from_db()
    assert (aude.preferred_channel, aude.electronic_consent_at is not None) == ("online", True)
    kept = aude.channel_choices.get()
    assert (kept.source, kept.consents) == ("deposit", True)


def test_a_channel_that_was_not_offered_is_not_heard(visitor, system):
    visitor.begin().fill_all().send(_channel="pigeon")
    person = Person.objects.get(last_name="Vasseur")
    assert person.preferred_channel == "email"
    assert person.electronic_consent_at is None


def test_the_receipt_is_a_pdf_even_before_its_job_ran_and_only_one_is_issued(visitor, run_jobs, system):
    visitor.begin().fill_all().send()
    address = f"{visitor.address}recu/accuse-de-reception.pdf"
    assert visitor.client.get(address).status_code == 404
    first = _content(visitor.client.post(address))
    assert first.startswith(b"%PDF")
    run_jobs()
    assert _content(visitor.client.get(address)) == first
    assert IssuedDocument.objects.count() == 1


def _content(answer):
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def test_a_deposit_is_taken_up_on_another_device_by_its_code(visitor, new_visitor):
    visitor.begin().fill("vous")
    code = re.search(
        r"data-copy-value>([A-Z0-9-]+)<", visitor.client.get(f"{visitor.address}garder/").content.decode()
    )[1]
    other = new_visitor()
    answer = other.client.post("/depot/reprendre/", {"code": code.lower().replace("-", " ")})
    assert answer["Location"] == visitor.address
    assert other.client.get(visitor.address)["Location"] == visitor.page("lieu")
    assert "Vasseur" in other.client.get(visitor.page("vous")).content.decode()


def test_a_wrong_code_says_so_and_too_many_are_stopped(visitor):
    answers = [visitor.client.post("/depot/reprendre/", {"code": "AAA-AAA-AAAA"}) for _ in range(21)]
    assert answers[0].status_code == 404
    assert 'value="AAA-AAA-AAAA"' in answers[0].content.decode()
    assert answers[-1].status_code == 429


def test_a_link_by_email_takes_the_deposit_up(visitor, new_visitor, system):
    visitor.begin().fill("vous")
    assert visitor.client.post(f"{visitor.address}garder/", {"email": "aude"}).status_code == 422
    assert visitor.client.post(f"{visitor.address}garder/", {"email": "aude@exemple.fr"}).status_code == 302
    sent = OutboundMessage.objects.get(recipient="aude@exemple.fr")
    link = re.search(r"http://testserver(\S+)", sent.text)[1]
    other = new_visitor()
    assert other.client.get(link)["Location"] == visitor.address
    assert other.client.get(visitor.address).status_code == 302


def test_a_link_made_up_opens_nothing(visitor, new_visitor, system):
    visitor.begin()
    other = new_visitor()
    forged = signing.dumps(str(Draft.objects.get().pk), salt="elsewhere")
    assert other.client.get(f"/depot/reprendre/{forged}/").status_code == 404
    assert other.client.get("/depot/reprendre/n-importe-quoi/").status_code == 404


def test_a_link_of_a_deposit_already_sent_shows_nothing_of_it(visitor, new_visitor, system):
    from parvis.cases.services.draft_links import resume_link

    visitor.begin().fill_all().send()
    link = resume_link(Draft.objects.get().pk).removeprefix("http://testserver")
    other = new_visitor()
    assert other.client.get(link)["Location"] == "/suivi/"
    assert other.client.get(f"{visitor.address}recu/").status_code == 404


def test_a_code_of_a_deposit_already_sent_opens_nothing(visitor, new_visitor, system):
    visitor.begin().fill_all().send()
    answer = new_visitor().client.post("/depot/reprendre/", {"code": resume_code(Draft.objects.get().pk)})
    assert answer.status_code == 404


def test_reminders_are_asked_with_the_link_and_stopped_by_theirs(client, town):
    from parvis.cases.services.draft_links import stop_link
    from parvis.catalogue.services.publication import import_definition, publish_version
    from tests.factories.definitions import school_meals
    from tests.portal.conftest import Visitor

    definition = school_meals()
    town.team.competences.create(
        organisation=town.body, procedure_code=definition["code"], territory=town.body.territory
    )
    publish_version(version=import_definition(organisation=town.body, definition=definition))
    parent = Visitor(client).begin(code=definition["code"])
    keep = f"{parent.address}garder/"
    assert "Me rappeler cette demande" in client.get(keep).content.decode()
    client.post(keep, {"email": "aude@exemple.fr", "rappels": "yes"})
    draft = Draft.objects.get()
    assert draft.reminder_email == "aude@exemple.fr"
    link = stop_link(draft.pk).removeprefix("http://testserver")
    assert "Ne plus recevoir de rappel" in client.get(link).content.decode()
    assert "Vous ne recevrez plus" in client.post(link).content.decode()
    draft.refresh_from_db()
    assert (draft.reminder_email, draft.reminders_stopped) == ("", True)
    assert client.get("/depot/rappels/forge/").status_code == 404
