"""Any bytes are read: nothing raises, nothing is lost, charsets of all ages, forms of all readers."""

import base64
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from parvis.channels.mail.charsets import decoded
from parvis.channels.mail.html import safe_html, text_of_html
from parvis.channels.mail.opening import open_mail
from parvis.channels.mail.question import Us
from parvis.channels.mail.quotes import newly_written
from parvis.channels.mail.reading import read
from parvis.channels.mail.tags import tag, tagged, tags_in
from parvis.common.ids import new_id
from tests.factories.mails import a_mail

US = Us(frozenset({"mairie@ville.example.invalid"}), "ville.example.invalid")
HEAD = b"From: Aude <a@example.invalid>\r\nSubject: x\r\n"


def reading(raw):
    return read(open_mail(raw), US)


@settings(max_examples=60)
@given(
    some.binary(max_size=400),
    some.sampled_from([b"", HEAD, HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"]),
)
def test_any_bytes_are_read(noise, head):
    assert reading(head + noise).identity


def _shipped():
    """Mails that Python's own tests ship, where they are installed."""
    spec = find_spec("test.test_email")
    folder = Path(spec.origin).parent / "data" if spec and spec.origin else Path("none")
    return sorted(folder.glob("*.txt"))


def test_mails_that_python_ships_are_read():
    shipped = _shipped()
    if not shipped:
        pytest.skip("this Python was installed without its test data (test/test_email/data)")
    assert all(reading(path.read_bytes()).identity for path in shipped)


def _nested(levels):
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels)
    )


HOSTILE = {
    "10,000 parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nhi\r\n" * 10_000,
    "500 levels": HEAD + _nested(500) + b"hi\r\n" * 1000,
    "mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    "giant header": HEAD + b"To: " + b'"(<' * 200_000 + b"\r\n\r\nhi",
    "semicolons": HEAD + b'Content-Type: text/plain; a="' + b";" * 500_000 + b"\r\n\r\nhi",
    "encoded words": HEAD + b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\r\n\r\nhi",
    "deep html": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 60_000 + b"hi",
    "entities": HEAD + b"Content-Type: text/html\r\n\r\n" + b"&" * 300_000,
    "endless report": b"Return-Path: <>\r\n"
    + HEAD
    + b"\r\n"
    + b"The following addresses had\r\n"
    + b" " * 300_000,
    "a charset that raises": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=punycode\r\n\r\n"
    + b"\xff" * 5000,
    "crossed parameters": HEAD
    + b"Content-Type: text/plain; name*1=a; name*2*=b; name=c; charset*1=u; charset*=x; charset*0=y; format*1*=f; "
    + b"format*=g\r\n\r\nhi",
    "no end": b"\x00" * 100_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_built_to_cost_is_read_or_said_to_be_too_much(raw):
    found = reading(raw)

    assert found.identity
    assert found.trouble in {"", "too_deep", "too_many_parts", "too_big", "too_many_lines"}


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        pytest.param("Été à 5 €".encode(), "iso-8859-1", id="utf-8 told latin"),
        pytest.param("Été à 5 €".encode("cp1252"), "utf-8", id="windows told utf-8"),
        pytest.param("Été à 5 €".encode("cp1252"), "iso-8859-1", id="windows told latin"),
        pytest.param("Été à 5 €".encode("iso8859-15"), "iso-8859-15", id="latin 9"),
        pytest.param("Été à 5 €".encode("utf-16"), "utf-16", id="utf-16"),
        pytest.param("Été à 5 €".encode(), "x-inconnu", id="unknown"),
    ],
)
def test_charsets_old_or_wrong_give_the_same_words(raw, charset):
    assert decoded(raw, charset) == "Été à 5 €"


@pytest.mark.parametrize("charset", ["punycode", "zlib", "rot13", "idna", "unicode_escape", "utf-7"])
def test_no_charset_harms(charset):
    assert decoded(b"hello", charset) == "hello"


@pytest.mark.parametrize(
    "text",
    [
        "Merci.\n\nLe 20 novembre 2026 à 10:00, Ville <v@v.fr> a écrit :\n> Bonjour\n> Ville",
        "Merci.\n\nLe ven. 20 nov. 2026 à 10:00, Ville de Valmont <ne-pas-repondre@ville.fr>\na écrit :\n> Bonjour",
        "Merci.\n\nOn Fri, Nov 20, 2026 at 10:00 AM Ville <v@v.fr> wrote:\n> Hello",
        "Merci.\n\nAm 20.11.2026 um 10:00 schrieb Ville <v@v.fr>:\n> Hallo",
        "Merci.\n\nEl vie, 20 nov 2026 a las 10:00, Ville (<v@v.fr>) escribió:\n> Hola",
        "Merci.\n\nIl giorno ven 20 nov 2026 alle ore 10:00 Ville <v@v.fr> ha scritto:\n> Ciao",
        "Merci.\n\nOp vr 20 nov 2026 om 10:00 schreef Ville <v@v.fr>:\n> Hallo",
        "Merci.\n\n-----Message d'origine-----\nDe : Ville\nEnvoyé : vendredi\nObjet : x\n\nBonjour",
        "Merci.\n\n________________________________\nDe : Ville <v@v.fr>\nEnvoyé : vendredi\nObjet : x\n\nBonjour",
        "Merci.\n\nEnvoyé de mon iPhone",
        "Merci.\n-- \nAude Vasseur\n06 00 00 00 00",
        "> Quand ?\nMerci.",
    ],
    ids=[
        "fr",
        "folded",
        "en",
        "de",
        "es",
        "it",
        "nl",
        "outlook",
        "new outlook",
        "phone",
        "signature",
        "below",
    ],
)
def test_an_answer_is_what_was_newly_written(text):
    assert newly_written(text).new == "Merci."


@pytest.mark.parametrize(
    "text",
    ["> tout est cité", "-----Message d'origine-----\nDe : a", "Le a écrit : rien\nLe soir."],
    ids=["a", "b", "c"],
)
def test_no_text_is_lost_when_nothing_else_is_left(text):
    assert newly_written(text).new == text


def test_html_becomes_words_and_its_quotations_are_marked():
    html = '<div>Bonjour&nbsp;!<br>Voir <a href="https://a.fr/x">ici</a></div><blockquote><p>Ancien</p></blockquote>'

    assert text_of_html(html) == "Bonjour !\nVoir ici (https://a.fr/x)\n\n> Ancien"


def test_html_that_a_page_holds_runs_and_fetches_nothing():
    bad = '<script>x</script><style>x</style><img src=x onerror=y><a href="javascript:x">lien</a><form><input></form>'

    assert safe_html(bad) == '<a rel="noopener noreferrer nofollow">lien</a>'


def test_a_forwarded_mail_an_invitation_and_a_sealed_one_are_told():
    inner = "From: Paul <p@example.invalid>\nSubject: Plainte\n\nLe texte de Paul."
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Visite\nDTSTART:20261201T090000Z\nLOCATION:Mairie"
    event += "\nEND:VEVENT\nEND:VCALENDAR"
    parts = f"--b\n\nVoir.\n--b\nContent-Type: message/rfc822\n\n{inner}\n"
    parts += f"--b\nContent-Type: text/calendar\n\n{event}\n--b--"
    content = reading(HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts.encode()).content

    assert content.text.startswith("Voir.")
    assert "Le texte de Paul." in content.text
    assert "Plainte" in content.text
    assert content.notes == ["Invitation : Visite, 1 décembre 2026 à 10:00, Mairie."]
    assert reading(HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMII").content.sealed
    assert reading(a_mail("-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----")).content.sealed


def test_a_winmail_that_cannot_be_opened_is_given_as_it_is():
    raw = (
        HEAD
        + b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )

    assert [file.name for file in reading(raw + base64.b64encode(b"rien")).content.files] == ["winmail.dat"]


def test_a_tag_survives_any_case_and_no_forgery():
    key = new_id()
    address = tagged("mairie@ville.fr", "d", key)

    assert [found.key for found in tags_in([address.upper()])] == [key]
    assert len(address.partition("@")[0]) <= 64
    assert tags_in([tag("d", key)[:-1] + "a", "d" + "a" * 38]) == []
    assert tags_in(["m" + tag("d", key)[1:]]) == []


def test_a_mail_attached_in_base64_is_opened_like_any_other():
    inner = base64.encodebytes(b"Subject: Dedans\n\nBonjour.").decode()
    raw = f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}".encode()

    text = reading(HEAD + raw).content.text
    assert "Dedans" in text
    assert text.endswith("Bonjour.")
