"""Letters in the studio: written in parts, tried on a case, kept in versions that say why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.catalogue.models import LetterTemplate, LetterTemplateVersion
from tests.documents.office import docx

HOME = "/atelier/valmont/courriers/"
LETTER = f"{HOME}rappel/"


@pytest.fixture
def letter(studio, body):
    answer = studio.post("/atelier/valmont/nouveau-courrier/", {"title": "Rappel", "use": "letter"})
    assert answer["Location"] == f"{LETTER}modifier/"
    return LetterTemplate.objects.get()


def text_of(answer):
    return answer.content.decode()


def sent(*texts, **more):
    boxes = {"title": "Votre demande {{ case.number }}", "reason": "essai", **more}
    for rank, text in enumerate(texts):
        boxes |= {f"parts.{rank}.style": "text", f"parts.{rank}.text": text, f"parts.{rank}.mode": "always"}
    return boxes


def test_a_letter_is_written_tried_and_put_in_service(studio, letter):
    page = text_of(studio.get(f"{LETTER}modifier/"))
    assert "Numéro de la demande" in page
    assert "Voies et délais de recours" in page

    tried = text_of(studio.post(f"{LETTER}modifier/", sent("Bonjour {{ person.first_name }},", _try="yes")))
    assert "Bonjour Claire," in tried
    assert not LetterTemplateVersion.objects.exists()

    answer = studio.post(f"{LETTER}modifier/", sent("Bonjour {{ person.first_name }},", _keep="yes"))
    assert answer["Location"] == LETTER
    shown = text_of(studio.get(LETTER))
    assert "Bonjour Claire," in shown
    assert "Julie Caron" in shown
    assert "Rappel" in text_of(studio.get(HOME))


def test_an_unknown_field_is_refused_with_the_part_that_names_it(studio, letter):
    answer = studio.post(f"{LETTER}modifier/", sent("Bonjour.", "{{ surface }}", _keep="yes"))
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'href="#partie-1-texte"' in page
    assert "surface » n’existe pas" in page.replace("\xa0", " ")
    assert not LetterTemplateVersion.objects.exists()


def test_parts_are_added_moved_and_taken_away_without_a_script(studio, letter):
    page = text_of(studio.post(f"{LETTER}modifier/", sent("Un", "Deux", _line="parts up 1")))
    assert page.index(">Deux</textarea>") < page.index(">Un</textarea>")
    page = text_of(studio.post(f"{LETTER}modifier/", sent("Un", "Deux", _line="parts drop 0")))
    assert ">Un</textarea>" not in page
    page = text_of(studio.post(f"{LETTER}modifier/", sent("Un", _line="parts add 0")))
    assert 'id="partie-1-texte"' in page


def test_a_part_under_a_condition_chosen_in_words_is_kept_as_a_formula(studio, letter):
    boxes = sent("Clos.", _keep="yes") | {
        "parts.0.mode": "all",
        "parts.0.0.path": "case.state",
        "parts.0.0.code": "is",
        "parts.0.0.value": "closed",
    }
    assert studio.post(f"{LETTER}modifier/", boxes).status_code == 302
    document = LetterTemplateVersion.objects.get().document
    assert document["parts"][0]["condition"] == 'case.state == "closed"'
    assert "État de la demande" in text_of(studio.get(f"{LETTER}modifier/"))


def test_an_older_version_is_read_and_taken_again(studio, letter):
    studio.post(f"{LETTER}modifier/", sent("Première.", _keep="yes"))
    studio.post(f"{LETTER}modifier/", sent("Seconde.", _keep="yes"))
    assert "Première." in text_of(studio.get(f"{LETTER}versions/1/"))
    studio.post(f"{LETTER}versions/1/reprendre/")
    assert LetterTemplateVersion.objects.latest("number").number == 3
    assert "Première." in text_of(studio.get(LETTER))


def test_a_letter_is_tried_as_pdf_which_says_that_it_was_not_issued(studio, letter):
    answer = studio.post(f"{LETTER}apercu.pdf", sent("Bonjour."))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("number", ["0000 0000 0000", "abc"])
def test_a_case_that_is_not_shown_is_not_found(studio, letter, number):
    page = text_of(studio.post(f"{LETTER}apercu/", sent("Bonjour.", case=number)))
    assert "La lettre ne peut pas encore être lue" in page
    assert "Bonjour." not in page


def test_the_letter_of_decisions_begins_with_every_mention_and_is_one_a_procedure(studio, body):
    new = {"title": "Décision", "use": "decision"}
    studio.post("/atelier/valmont/nouveau-courrier/", new)
    page = text_of(studio.get(f"{HOME}decision/modifier/"))
    assert "(Ici, les motifs de droit.)" in page
    assert "tribunal administratif" in page
    again = studio.post("/atelier/valmont/nouveau-courrier/", new)
    assert again.status_code == 422
    assert "existe déjà" in text_of(again)


def test_a_file_to_merge_is_given_and_taken_back(studio, letter):
    given = SimpleUploadedFile("rappel.docx", docx("Bonjour {{ person.first_name }}"))
    assert studio.post(f"{LETTER}fichier/", {"file": given, "reason": "essai"})["Location"] == LETTER
    assert "person.first_name" in text_of(studio.get(LETTER))
    back = studio.get(f"{LETTER}versions/1/fichier/")
    assert "rappel.docx" in back["Content-Disposition"]
    for close in back._resource_closers:
        close()

    wrong = SimpleUploadedFile("rappel.docx", docx("{{ surface }}"))
    answer = studio.post(f"{LETTER}fichier/", {"file": wrong, "reason": "essai"})
    assert answer.status_code == 422
    assert "surface" in text_of(answer)
