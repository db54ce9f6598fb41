"""Answers as they are read, and what the case copies."""

from parvis.catalogue.forms.engine import extract, file_ids, present, subject
from tests.factories.catalogue import field, form

PERSON = {
    "civility": "mme",
    "first_name": "Aude",
    "last_name": "Vasseur",
    "email": "a@b.fr",
    "phone": "+33612345678",
}
ANSWERS = {"who": PERSON, "where": {"text": "Place\nde la Mairie", "lat": 49.18, "lon": -0.37}, "count": 1234}


def asking():
    return form(
        [
            field("person", "who", asks=["civility", "first_name", "last_name", "email", "phone"]),
            field("information", "note", text="Bonjour."),
        ],
        [
            field("map_point", "where"),
            field("number", "count", unit="m"),
            field("text", "more", required=False),
            field("text", "hidden", condition="count > 10000"),
        ],
        subject='"Pour " + who.last_name + " à " + where.text',
        roles={"person": "who", "location": "where"},
    )


def test_each_question_asked_is_shown_with_its_answer_in_words():
    sections = present(asking(), ANSWERS)
    assert [section.title for section in sections] == ["Page 1", "Page 2"]
    rows = {row.key: row.text for section in sections for row in section.rows}
    assert rows == {
        "who": "Madame Aude Vasseur\na@b.fr\n06 12 34 56 78",
        "where": "Place\nde la Mairie\n49.180000, -0.370000",
        "count": "1\u00a0234\u00a0m",
        "more": "",
    }


def test_what_changed_is_marked():
    rows = present(asking(), ANSWERS, before=ANSWERS | {"count": 12})[1].rows
    assert [row.key for row in rows if row.changed] == ["count"]


def test_the_subject_is_one_line_made_by_the_formula_else_the_title():
    assert subject(asking(), ANSWERS) == "Pour Vasseur à Place de la Mairie"
    assert subject(form(subject='"Un " + string(name)'), {}) == "Un"
    assert (
        subject(form([field("number", "count")], subject='"Lot " + string(count)'), {}) == "Démarche d’essai"
    )
    assert subject(form(), {"name": "x"}) == "Démarche d’essai"
    assert len(subject(form(subject="name"), {"name": "x" * 300})) == 200


def test_the_case_copies_what_the_roles_name():
    copied = extract(asking(), ANSWERS)
    assert copied.person == {**PERSON, "civility": "Madame"}
    assert (copied.place, copied.latitude, copied.longitude) == ("Place de la Mairie", 49.18, -0.37)
    nothing = extract(asking(), {})
    assert (nothing.person, nothing.municipality, nothing.latitude) == ({}, "", None)


def test_the_files_of_the_answers_are_listed():
    files = form([field("file", "plan"), field("text", "name")])
    kept = [
        {"id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f", "name": "a.pdf", "size": 5, "type": "application/pdf"}
    ]
    assert file_ids(files, {"plan": kept, "name": "x"}) == [kept[0]["id"]]
    assert file_ids(files, {}) == []


def test_the_contact_is_composed_of_several_answers_when_no_question_says_it():
    fields = [field("text", key) for key in ("nom", "courriel", "telephone", "numero", "rue")]
    contact = {"last_name": "nom", "email": "courriel", "phone": "telephone", "street": 'numero + " " + rue'}
    composed = form(fields, contact=contact)
    answers = {
        "nom": "Martin",
        "courriel": "a@exemple.fr",
        "telephone": "12",
        "numero": "3",
        "rue": "rue Basse",
    }
    copied = extract(composed, answers)
    assert (copied.person["last_name"], copied.person["email"]) == ("Martin", "a@exemple.fr")
    assert copied.person["phone"] == ""  # « 12 » is no number one can call
    assert copied.address["street"] == "3 rue Basse"
    assert extract(composed, {}).person == {}
