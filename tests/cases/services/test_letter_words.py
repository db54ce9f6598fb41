"""Letters that a body wrote, said for a case: fields, conditions, legal blocks, and errors that say where."""

import io

import pytest
from pypdf import PdfReader

from parvis.cases.models import Attachment, Case, Outcome
from parvis.cases.numbers import say_number
from parvis.cases.services.letter_trials import try_on_case, try_on_nobody
from parvis.cases.services.letter_words import write_letter
from parvis.cases.services.transitions import make_transition
from parvis.cases.services.treatment import decide_case
from parvis.catalogue.letters.document import BadLetter
from parvis.catalogue.models import LetterUse
from parvis.catalogue.services.letter_templates import create_letter, record_letter, record_model
from parvis.common import actor
from parvis.common.errors import Invalid
from parvis.documents.access import open_for_download
from parvis.documents.models import DocumentKind
from parvis.documents.queries import issued_documents
from tests.documents import office
from tests.documents.letters import plain
from tests.factories.cases import lodge, make_town
from tests.factories.workflows import examination, town_with

pytestmark = pytest.mark.django_db

LEGAL = [{"style": "block", "block": code} for code in ("decision", "reasons", "author", "appeal")]


def text(words, **more):
    return {"style": "text", "text": words, **more}


def keep(town, parts, *, title="Votre dossier", use=LetterUse.LETTER, procedure=None):
    made = create_letter(
        organisation=town.body, code=f"modele-{use}", title="Modèle", use=use, procedure=procedure
    )
    return record_letter(template=made, document={"title": title, "parts": parts}, reason="essai")


def written(town, case, version):
    with town.acting():
        case = Case.objects.get(pk=case.pk)
        letter = write_letter(case, version, town.session())
    return letter.title, [each.text or each.items or each.facts for each in letter.wording]


def words_of(document):
    with open_for_download(document.file) as content:
        pages = PdfReader(io.BytesIO(content.read())).pages
    return plain(" ".join(page.extract_text() for page in pages))


def test_a_letter_recalls_the_case_and_keeps_the_paragraphs_whose_condition_holds(system):
    town = town_with(examination())
    case = lodge(town)
    version = keep(
        town,
        [
            {"style": "heading", "text": "Votre demande {{ case.number }}"},
            text("Bonjour {{ person.first_name }},\n\nMerci."),
            text("Gardé.", condition='case.state == "received"'),
            text("Laissé.", condition='case.state == "closed"'),
            {"style": "list", "text": "- un plan\n- {{ case.body }}"},
            {"style": "block", "block": "author"},
        ],
        title="Suivi de {{ case.subject }}",
    )
    title, told = written(town, case, version)
    assert title == f"Suivi de {case.subject}"
    assert told[1:4] == [f"Bonjour {case.person.first_name},", "Merci.", "Gardé."]
    assert told[4] == ["un plan", town.body.name]
    assert town.session().name in told[5]
    assert town.session().capacity in told[5]


def test_a_letter_that_names_a_question_of_another_procedure_says_where_and_on_which_case(system):
    town = town_with(examination())
    case = lodge(town)
    version = keep(town, [text("Bonjour.")])
    version.document = {"title": "T", "parts": [text("Bonjour."), text("{{ surface }}")]}
    with pytest.raises(BadLetter) as refused:
        written(town, case, version)
    said = str(refused.value)
    assert "la partie 2" in said
    assert "surface" in said
    assert "demande" in said


def test_an_unknown_field_is_refused_when_it_is_kept_with_its_place(system):
    town = town_with(examination())
    with pytest.raises(Invalid) as refused:
        keep(
            town,
            [
                text("{{ case.numbre }}"),
                text("{{ surface }", condition="rien ="),
                {"style": "block", "block": "x"},
            ],
        )
    assert set(refused.value.errors) == {
        "parts.0.text", "parts.1.condition", "parts.1.text", "parts.2.text",
    }  # fmt: skip


def test_a_letter_of_decision_without_its_mentions_is_refused(system):
    town = make_town()
    with pytest.raises(Invalid) as refused:
        keep(town, [*LEGAL[:3], {**LEGAL[3], "condition": "true"}], use=LetterUse.DECISION)
    assert "recours" in refused.value.errors["parts"][0]


def test_a_decision_leaves_in_the_words_of_the_body_with_its_mentions(system, run_jobs):
    town = make_town()
    keep(town, [text("Chère personne, voici."), *LEGAL], title="Arrêté", use=LetterUse.DECISION)
    case = lodge(town)
    with town.acting():
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            by=town.session(),
            reasons_in_law="PLU",
            reasons_in_fact="Zone protégée",
        )
    run_jobs()
    with actor.acting_as(actor.for_job(case.pk)):
        words = words_of(issued_documents(case.pk, DocumentKind.DECISION)[0])
    for mention in ("Arrêté", "Chère personne, voici.", "Zone protégée", town.session().name, "tribunal"):
        assert mention in words


def test_a_workflow_makes_a_letter_of_the_body_and_its_journal_says_which_version(system, run_jobs):
    made = examination()
    made["transitions"][0]["actions"] = [{"do": "make_letter", "letter": "modele-letter"}]
    town = town_with(made)
    keep(town, [text("Bonjour."), {"style": "block", "block": "reference"}])
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    run_jobs()
    kept = Attachment.objects.get(case=case)
    entry = case.journal.get(kind="letter_made")
    assert entry.facts["template"] == "modele-letter/1"
    assert entry.facts["sha256"] == kept.file.sha256


@pytest.mark.parametrize("use", LetterUse.values)
def test_a_letter_is_tried_on_a_case_and_on_nobody(system, use):
    town = town_with(examination())
    case = lodge(town)
    parts = [text("Bonjour {{ person.first_name }}."), *LEGAL]
    version = keep(town, parts, title="{{ case.number }}", use=use)
    with town.acting():
        real = try_on_case(Case.objects.get(pk=case.pk), version, town.session())
        made_up = try_on_nobody(version, town.body, town.session())
    assert real.title == say_number(case.number)
    assert f"Bonjour {case.person.first_name}." in [each.text for each in real.wording]
    assert "Bonjour Claire." in [each.text for each in made_up.wording]
    for letter in (real, made_up):
        assert any("Vous avez deux mois" in each.text for each in letter.wording)


def test_the_same_words_are_no_new_version_and_a_change_says_why(system):
    town = make_town()
    version = keep(town, [text("Bonjour.")])
    again = record_letter(template=version.template, document=version.document, reason="rien")
    assert again.pk == version.pk
    with pytest.raises(Invalid):
        record_letter(template=version.template, document={"title": "B", "parts": [text("x")]}, reason="")


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_workflow_merges_the_file_of_the_body(system, run_jobs, kind):
    made = examination()
    made["transitions"][0]["actions"] = [{"do": "make_letter", "letter": "modele"}]
    town = town_with(made)
    template = create_letter(organisation=town.body, code="modele", title="Rappel")
    content = getattr(office, kind)("Bonjour {{ person.first_name }}, {{ case.subject }}.")
    record_model(template=template, name=f"rappel.{kind}", content=content, reason="essai")
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    run_jobs()
    kept = Attachment.objects.get(case=case).file
    assert kept.name.endswith(f".{kind}")
    with open_for_download(kept) as merged:
        assert office.words_of(kind, merged.read()) == [f"Bonjour {case.person.first_name}, {case.subject}."]


def test_a_file_with_an_unknown_field_is_refused_with_its_name(system):
    town = make_town()
    template = create_letter(organisation=town.body, code="modele", title="Rappel")
    with pytest.raises(Invalid) as refused:
        record_model(
            template=template, name="a.docx", content=office.docx("{{ surface }} {{ case.x }}"), reason=""
        )
    assert len(refused.value.errors["file"]) == 2
