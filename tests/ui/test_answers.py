"""Questions and answers read again: escaped, with the place where each is changed."""

from parvis.ui.answers import summary_rows


def test_an_answer_is_shown_with_the_link_that_changes_it():
    drawn = summary_rows([{"question": "Votre nom", "answer": "Aude", "change_href": "/vous/#nom"}])
    assert "<dt>Votre nom</dt><dd>Aude</dd>" in drawn
    assert 'href="/vous/#nom"' in drawn
    assert "Votre nom</span></a>" in drawn


def test_several_lines_stay_several_lines_and_markup_is_text():
    drawn = summary_rows(
        [{"question": "<b>", "answer": "12 rue <i>\nCaen"}, {"question": "?", "lines": ["<u>", "b"]}]
    )
    assert "12 rue &lt;i&gt;<br>Caen" in drawn
    assert '<span class="line">&lt;u&gt;</span><span class="line">b</span>' in drawn
    assert "<b>" not in drawn


def test_a_blank_answer_and_a_change_are_said_in_words():
    drawn = summary_rows([{"question": "A", "answer": "", "changed": True}])
    assert "Sans réponse" in drawn
    assert "modifié" in drawn
    assert "summary-changed" in drawn
