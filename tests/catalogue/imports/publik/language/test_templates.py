"""Templates: the text each makes, as one expression."""

import pytest

from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from tests.catalogue.imports.publik.language.world import TYPES, said, translator

PARTICULIER = TYPES.options[0].value


@pytest.mark.parametrize(
    ("template", "answers", "text"),
    [
        ("Bonjour {{ form_var_nom }}", {"nom": "Anne"}, "Bonjour Anne"),
        (
            "{{ form_var_type }} : {{ form_var_nombre }}",
            {"type": PARTICULIER, "nombre": 2.5},
            "Un particulier : 2,5",
        ),
        ("le {{ form_var_naissance }}", {"naissance": "2026-03-16"}, "le 16 mars 2026"),
        ("le {{ form_var_naissance }}", {}, "le "),
        ("le {{ form_var_naissance|date:'d/m/Y' }}", {"naissance": "2026-03-16"}, "le 16/03/2026"),
        ("{% if form_var_nom %}a{% elif form_var_accord %}b{% else %}c{% endif %}", {"accord": True}, "b"),
        ("{% if form_var_nom %}a{% elif form_var_accord %}b{% endif %}!", {}, "!"),
        ("{% with n=form_var_nombre|default:1 %}{{ n|multiply:2 }}{% endwith %}", {}, "2"),
        ("{% with form_var_nom as n %}{{ n }}{% endwith %}", {"nom": "x"}, "x"),
        ("{% firstof form_var_nom form_var_nom_complet 'rien' %}", {"nom_complet": "y"}, "y"),
        ("{# secret #}{% comment %}{{ x }}{% endcomment %}{% spaceless %}ok{% endspaceless %}", {}, "ok"),
        ("{{ form_var_nombre|add:form_var_nombre|multiply:2 }}", {"nombre": 3}, "12"),
        ("{{ form_var_nom|add:form_var_nombre }}", {"nombre": 3}, "3"),
        ("{{ form_option_cout|add:form_var_meuble_structured_prix }} €", {"meuble": "chaise"}, "11,5 €"),
        ("{{ 10|divide:4|decimal:1 }}", {}, "2,5"),
        ("{{ form_var_nombre|floatformat:2 }}", {"nombre": 1.239}, "1,24"),
        ("{{ form_var_materiel }}", {"materiel": ["bois", "chaise"]}, "Table en bois, Chaise"),
        ("{{ form_var_accord|yesno:'oui,non' }}", {"accord": True}, "oui"),
        ("{{ form_var_nom|slice:':3' }}-{{ form_var_nom|upper }}", {"nom": "anne"}, "ann-ANNE"),
        (
            "{{ form_var_enfants|getlist:'prenom'|join:' et ' }}",
            {"enfants": [{"prenom": "A"}, {"prenom": "B"}]},
            "A et B",
        ),
        ("{{ form_var_enfants|getlist:'age'|sum }}", {"enfants": [{"age": 4}, {"age": 6}]}, "10"),
        ("{{ 'a;b'|split:';'|last }}", {}, "b"),
        ("{{ form_user_display_name }}", {}, ""),
        ("{% now 'Y' %}", {}, "2026"),
        ("{{ form_var_nombre }} jour{{ form_var_nombre|pluralize }}", {"nombre": 2}, "2 jours"),
        ("{{ form_var_nombre }} anim{{ form_var_nombre|pluralize:'al,aux' }}", {"nombre": 1}, "1 animal"),
        ("{{ today|add_minutes:2880|date:'Y' }}", {}, "2026"),
        ('un "mot" et l\'autre \\ {{ form_var_nom }}', {"nom": "x"}, 'un "mot" et l\'autre \\ x'),
    ],
)
def test_a_template_says_this(template, answers, text):
    assert said(template, {"cout": "10"}, **answers).strip() == text.strip()


def test_a_lone_value_keeps_its_type():
    value = translator().result(read_template(" {{ form_var_nombre|add:1 }}\n"))
    assert (value.kind, usable(value)) == ("number", "coalesce(nombre, 0) + 1")


@pytest.mark.parametrize(
    "template",
    [
        "{% for x in form_var_enfants %}{{ x }}{% endfor %}",
        "{% if form_var_nom %}jamais fermé",
        "{% webservice 'x' %}",
        "{% include 'autre' %}",
        "{{ form_var_nom| }}",
        "{% with nom %}{% endwith %}",
        "{% if %}x{% endif %}",
        "{% if a %}" * 60,
    ],
)
def test_what_has_no_equivalent_is_said(template):
    with pytest.raises(NotUnderstood):
        translator().text(read_template(template))
