"""What is learnt of ended demands: right on what was kept apart, with its reasons, without anyone's name."""

from parvis.cases.learning import Example, Judge, Learnt, learn, words_of

TREES = ("abattage", "branche", "chêne", "élagage", "racines")
ROADS = ("nid", "poule", "chaussée", "trottoir", "bitume")


def demands(number=60):
    """Return demands on trees and roads in turn, each with common words and a name of its own."""
    found = []
    for rank in range(number):
        label, words = ("tree", TREES) if rank % 3 else ("road", ROADS)
        name = "Durand" + "abcdefghij"[rank % 10] * (rank + 1)
        said = f"Bonjour {words[rank % 5]} devant ma maison {words[(rank + 2) % 5]} merci {name}"
        found.append(Example(words_of(said), label))
    return found


def test_what_was_kept_apart_measures_it_against_the_most_usual_answer():
    learnt = learn(demands())
    assert (learnt.tested, learnt.hits) == (12, 12)
    assert learnt.usual == 8
    assert learnt.helps


def test_a_suggestion_says_the_words_that_weighed():
    found = Judge(learn(demands())).guess(words_of("Un nid de poule sur le trottoir de la rue Haute"))
    assert found.label == "road"
    assert set(found.words) == {"nid", "poule", "trottoir"}


def test_a_word_of_one_person_is_not_learnt_nor_figures_nor_names():
    learnt = learn(demands())
    assert not [word for word in learnt.words if word.startswith("durand")]
    assert "bonjour" not in learnt.words  # in every demand: it says nothing
    assert words_of("Aude Vasseur, 12 rue Haute, 0612345678", without=["Vasseur Aude"]) == {"rue", "haute"}


def test_nothing_known_or_nothing_to_choose_from_suggests_nothing():
    judge = Judge(learn(demands()))
    assert judge.guess(words_of("piscine municipale")) is None
    assert Judge(Learnt({"tree": 9}, {"arbre": {"tree": 9}})).guess({"arbre"}) is None
    assert learn([]).helps is False
