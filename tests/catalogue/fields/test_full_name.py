from tests.catalogue.fields.asking import kept, text, told


def test_only_what_is_asked_is_kept():
    value = kept("full_name", {"first_name": "Zoé", "last_name": "Le Goff", "birth_name": "X"})
    assert value == {"civility": "", "first_name": "Zoé", "last_name": "Le Goff", "birth_name": ""}


def test_the_civility_and_the_birth_name_may_stay_blank_unless_said_otherwise():
    asked = {"asks": ["civility", "last_name", "birth_name"]}
    assert kept("full_name", {"last_name": "Martin"}, **asked)
    assert set(told("full_name", {"last_name": "Martin"}, **asked, optional=[])) == {
        "q.civility",
        "q.birth_name",
    }
    assert set(told("full_name", {"last_name": "M", "civility": "dr"}, **asked)) == {"q.civility"}


def test_it_is_read_on_a_line():
    name = {"civility": "mme", "first_name": "Zoé", "last_name": "Martin", "birth_name": "Durand"}
    assert text(
        "full_name", name, asks=list(name)
    ) == "Madame Zoé Martin (nom de naissance : Durand)".replace(" :", "\u00a0:")
