import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from parvis.common.errors import NotFound
from parvis.documents.receipt_wording import receipt_sentences, receipt_title
from parvis.documents.services.issue import letter_of
from parvis.documents.services.render import render_pdf
from tests.documents import files
from tests.documents.letters import RECIPIENT, SERVICE, plain, receipt

VERIFICATION_CODE = "7Q4M09XKABCD1234"


def drawn(theme=None, **changes):
    made = receipt(**changes)
    letter = letter_of(
        made, title=receipt_title(), paragraphs=receipt_sentences(made), code=VERIFICATION_CODE
    )
    return PdfReader(io.BytesIO(render_pdf("receipt", letter, theme=theme)))


def words_of(pdf):
    return plain(" ".join(page.extract_text() for page in pdf.pages))


def test_a_receipt_is_tagged_titled_and_in_french_for_screen_readers():
    pdf = drawn()
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Accusé de réception de votre demande"
    assert pdf.metadata.author == "Ville de Bernay"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_a_receipt_prints_its_mentions_its_recipient_and_its_check():
    words = words_of(drawn(follow_up_code="QX7R-93KD"))

    for mention in (
        "Nous avons reçu votre demande le vendredi 16 janvier 2026 à 14 h 05.",
        "7K4-M29-XPQ",
        "lundi 16 mars 2026",
        "décision implicite de rejet",
        "lundi 18 mai 2026",
        "Service urbanisme, Ville de Bernay",
        "4 rue de la Liberté",
        "7Q4M-09XK-ABCD-1234",
        "http://testserver/verifier/7Q4M-09XK-ABCD-1234/",
        "QX7R-93KD",
        "1 / 2",
    ):
        assert mention in words


@pytest.mark.parametrize(
    "typed",
    [
        '#import "/etc/passwd": *',
        "#panic()",
        '"] #image("/etc/passwd") #["',
        "*gras* _italique_ $x^2$ `code` // commentaire",
        "= Titre\n- liste @reference <label>",
        '{"a": 1} \\u{41}',
        "<script>alert(1)</script>",
    ],
)
def test_what_was_typed_is_printed_as_it_was_typed(typed):
    words = words_of(drawn(subject=typed))

    assert plain(typed).replace(" ", "") in words.replace(" ", "")


@pytest.mark.parametrize("typed", ["😀 李", "\x00\x1b", "\u202eabc", "محمد", "x" * 5000, "\ud800"])
def test_no_text_stops_a_receipt(typed):
    assert drawn(subject=typed, recipient=RECIPIENT.__class__(name=typed)).pages


@pytest.mark.parametrize(
    "theme",
    [
        {"colour": "#8a1c4a"},
        {"hue": 150},
        {"logo_svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'},
        {"colour": 'red"); panic("', "hue": "x", "logo_svg": "x" * 300_000},
        {"logo_svg": "not an image"},
    ],
)
def test_every_charter_gives_a_letter(theme):
    assert "Ville de Bernay" in words_of(drawn(theme))


@pytest.mark.parametrize("template", ["../../secret", "letter/../receipt", "nothing", ""])
def test_a_template_that_does_not_exist_is_not_found(template):
    with pytest.raises(NotFound):
        render_pdf(template, {})


def test_the_service_and_the_recipient_are_read_before_the_title():
    words = words_of(drawn())

    assert words.index(SERVICE.body) < words.index(RECIPIENT.name) < words.index("Accusé de réception")


def test_the_logo_that_a_body_uploaded_heads_its_letters_and_is_named_for_screen_readers():
    kept = default_storage.save(f"media/{'a' * 64}.png", ContentFile(files.image(size=(900, 90))))
    figures = alternatives(drawn({"logo": f"/{kept}"}))

    assert "Ville de Bernay" in figures
    assert "Code QR de l’adresse de vérification" in figures


@pytest.mark.parametrize(
    "logo", [f"/media/{'b' * 64}.png", "https://elsewhere.example/logo.png", "/media/../x"]
)
def test_a_logo_that_is_gone_or_not_ours_stops_no_letter(logo):
    assert "Ville de Bernay" not in alternatives(drawn({"logo": logo}))


def alternatives(pdf):
    """Return what screen readers say of the figures of a PDF, from its tree of structure."""
    found, waiting = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(node["/Alt"])
            if "/K" in node:
                waiting.append(node["/K"])
    return found
