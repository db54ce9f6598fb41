"""Questions and answers read again: escaped, with the place where each is changed."""

from parvis.ui.answers import summary_lists


def test_an_answer_is_shown_with_the_link_that_changes_it():
    drawn = summary_lists([{"question": "Votre nom", "answer": "Aude", "change_href": "/vous/#nom"}])
    assert "<dt>Votre nom</dt><dd>Aude</dd>" in drawn
    assert 'href="/vous/#nom"' in drawn
    assert "Votre nom</span></a>" in drawn


def test_several_lines_stay_several_lines_and_markup_is_text():
    drawn = summary_lists(
        [{"question": "<b>", "answer": "12 rue <i>\nCaen"}, {"question": "?", "lines": ["<u>", "b"]}]
    )
    assert "12 rue &lt;i&gt;<br>Caen" in drawn
    assert '<span class="line">&lt;u&gt;</span><span class="line">b</span>' in drawn
    assert "<b>" not in drawn


def test_a_blank_answer_and_a_change_are_said_in_words():
    drawn = summary_lists([{"question": "A", "answer": "", "changed": True}])
    assert "Sans réponse" in drawn
    assert "modifié" in drawn
    assert "summary-changed" in drawn


def test_the_answers_of_a_row_stand_under_its_name():
    rows = [
        {"question": "Nom", "answer": "A"},
        {"question": "Âge", "answer": "2", "group": "Enfant <1>", "change_href": "#a"},
    ]
    drawn = summary_lists(rows, 4)
    assert '<h4 class="summary-group">Enfant &lt;1&gt;</h4>' in drawn
    assert drawn.count("<dl") == 2
    assert "Enfant &lt;1&gt;, Âge</span>" in drawn
