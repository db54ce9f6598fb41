"""Files of a case are opened safely, by those who see the case."""

import io

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader

from parvis.cases.models import Attachment
from parvis.cases.services.messages import answer_person, write_as_person
from parvis.common import actor
from parvis.documents.models import ScanState
from parvis.documents.services.store import store_file
from parvis.people.services.persons import PersonDetails
from tests.documents.files import DOCX, PDF, image, jpeg, pdf
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def give(case, name, content):
    file = store_file(name=name, content=ContentFile(content))
    with actor.acting_as(actor.for_job(case.pk, file.pk)):
        write_as_person(case_id=case.pk, text="Voici.", files=(file.pk,))
    return Attachment.objects.get(file=file)


def close(answer):
    """Close the file alone: closing the answer would close the test's connection."""
    for close_one in answer._resource_closers:
        close_one()


def address(case, attachment):
    return f"/bureau/demandes/{case.number}/fichiers/{attachment.pk}/"


@pytest.mark.parametrize(
    ("name", "content", "disposition"),
    [
        ("arbre.png", image(), "inline"),
        ("plan.pdf", PDF, "inline"),
        ("piege.pdf", pdf("a", script=True), "attachment"),
        ("lettre.docx", DOCX, "attachment"),
    ],
)
def test_images_and_pdf_open_in_the_browser_and_what_may_run_is_saved(desk, town, name, content, disposition):
    case = lodge(town)
    answer = desk.get(address(case, give(case, name, content)))
    assert answer["Content-Disposition"].startswith(disposition)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content)
    close(answer)


@pytest.mark.parametrize(
    ("state", "words"),
    [(ScanState.PENDING, "en cours de vérification"), (ScanState.INFECTED, "un virus")],
)
def test_a_file_the_antivirus_holds_is_refused_in_words(desk, town, state, words):
    case = lodge(town)
    attachment = give(case, "plan.pdf", PDF)
    attachment.file.scan_state = state
    attachment.file.save()
    answer = desk.get(address(case, attachment))
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert address(case, attachment) not in desk.get(f"/bureau/demandes/{case.number}/").content.decode()


def test_a_file_of_another_case_is_not_found_through_this_one(desk, town):
    case, other = lodge(town), lodge(town)
    attachment = give(other, "plan.pdf", PDF)
    assert desk.get(address(case, attachment)).status_code == 404


def test_a_file_of_another_body_is_not_found(desk):
    theirs = lodge(make_town(code="autre"))
    attachment = give(theirs, "plan.pdf", PDF)
    assert desk.get(address(theirs, attachment)).status_code == 404


def test_an_answer_by_post_is_a_letter_to_print(desk, town):
    person = PersonDetails(last_name="Hamel", preferred_channel="post", postal_address="1 rue des Tilleuls")
    case = lodge(town, person=person)
    with town.acting():
        message = answer_person(case_id=case.pk, text="Nous passerons jeudi.", by=town.session())
    page = desk.get(f"/bureau/demandes/{case.number}/").content.decode()
    assert f"/bureau/demandes/{case.number}/lettres/{message.pk}/" in page
    letter = desk.get(f"/bureau/demandes/{case.number}/lettres/{message.pk}/").content.decode()
    for words in ("1 rue des Tilleuls", "Nous passerons jeudi.", town.body.name):
        assert words in letter


def test_the_receipt_is_opened_from_the_page(desk, town, run_jobs):
    case = lodge(town)
    run_jobs()
    page = desk.get(f"/bureau/demandes/{case.number}/")
    [document] = page.context["documents"]
    answer = desk.get(f"/bureau/demandes/{case.number}/documents/{document.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    close(answer)
    other = lodge(town)
    assert desk.get(f"/bureau/demandes/{other.number}/documents/{document.pk}/").status_code == 404


def test_pictures_are_shown_small_and_every_piece_prints_as_one_pdf(desk, town):
    case = lodge(town)
    photo = give(case, "arbre.jpg", jpeg((900, 600)))
    assert "pieces.pdf" not in desk.get(f"/bureau/demandes/{case.number}/").content.decode()
    give(case, "plan.pdf", pdf("un"))

    page = desk.get(f"/bureau/demandes/{case.number}/").content.decode()
    assert f"/bureau/demandes/{case.number}/pieces.pdf" in page
    assert f"{address(case, photo)}apercu/" in page
    assert desk.get(f"{address(case, photo)}apercu/")["Content-Type"] == "image/jpeg"
    printed = desk.get(f"/bureau/demandes/{case.number}/pieces.pdf")
    assert printed["Content-Disposition"].startswith("inline")
    assert len(PdfReader(io.BytesIO(printed.content)).pages) == 2


def test_nothing_to_print_is_said_on_the_case(desk, town):
    case = lodge(town)
    give(case, "lettre.docx", DOCX)
    page = desk.get(f"/bureau/demandes/{case.number}/pieces.pdf", follow=True).content.decode()
    assert "Aucune de ces pièces" in page
