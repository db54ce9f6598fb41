"""Over the same answers, our expression of a condition gives what Django's own evaluation gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.imports.publik.language.world import TYPES, as_day, django_holds, holds

LABELS = [option.label for option in TYPES.options]
names = st.sampled_from(["", "Martin", "Un particulier", "5000", "a b", "Été"])
numbers = st.one_of(st.none(), st.integers(-3, 12))
days = st.sampled_from(["", "2026-11-21", "2026-11-22", "2030-01-01", "1999-12-31"])
accords = st.sampled_from([None, True, False])
chosen = st.sampled_from(["", *(option.value for option in TYPES.options)])

OPERANDS = {
    "form_var_nom": ["'Martin'", "'a b'", "'5000'", "form_var_nom_complet"],
    "form_var_nombre": ["3", "0", "form_var_nombre"],
    "form_var_naissance": ["today"],
    "form_var_type": ["'Un particulier'", "'Autre chose'", "'Personne'", "form_var_nom"],
}
tests = st.one_of(
    st.sampled_from(
        ["form_var_nom", "form_var_nombre", "form_var_accord", "form_var_type", "form_var_naissance"]
    ),
    st.sampled_from(
        ["form_var_nom in 'Martin, a b'", "'art' in form_var_nom", "'particulier' in form_var_type"]
    ),
    st.sampled_from(["form_var_type in 'Un particulier, Une association'", "form_var_nom not in 'Martin'"]),
    st.builds(
        lambda name, sign, place: f"{name} {sign} {OPERANDS[name][place % len(OPERANDS[name])]}",
        st.sampled_from(["form_var_nom", "form_var_type"]),
        st.sampled_from(["==", "!="]),
        st.integers(0, 3),
    ),
    st.builds(
        lambda name, sign, place: f"{name} {sign} {OPERANDS[name][place % len(OPERANDS[name])]}",
        st.sampled_from(["form_var_nombre", "form_var_naissance"]),
        st.sampled_from(["<", "<=", ">", ">="]),
        st.integers(0, 3),
    ),
    st.sampled_from(["form_var_accord == True", "form_var_accord == False", "form_var_nombre == 3"]),
    st.sampled_from(["form_var_nom|lower == 'martin'", "form_var_type|lower == 'une association'"]),
    st.sampled_from(["form_var_nom|length > 3", "form_var_nom|default:'x' == 'x'"]),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(lambda one, word, two: f"{one} {word} {two}", inner, st.sampled_from(["and", "or"]), inner),
        st.builds(lambda one: f"not {one}", tests),
    ),
    max_leaves=4,
)


@given(
    condition=conditions, nom=names, complet=names, nombre=numbers, naissance=days, accord=accords, one=chosen
)
def test_conditions_hold_where_django_holds_them(condition, nom, complet, nombre, naissance, accord, one):
    label = {option.value: option.label for option in TYPES.options}.get(one)
    theirs = {
        "form_var_nom": nom or None,
        "form_var_nom_complet": complet or None,
        "form_var_nombre": nombre,
        "form_var_naissance": as_day(naissance),
        "form_var_accord": bool(accord),  # a box of w.c.s. that is not ticked is false
        "form_var_type": label,
        "today": as_day("2026-11-22"),
    }
    # What w.c.s. has not is None there; a filter of Django makes the text « None » of it, ours makes nothing.
    filtered = any(
        f"{name}|" in condition and theirs[name] is None for name in ("form_var_nom", "form_var_type")
    )
    if filtered:
        theirs = {name: "" if value is None else value for name, value in theirs.items() if name != "x"}
        theirs["form_var_nombre"], theirs["form_var_naissance"] = nombre, as_day(naissance)
    if filtered and " in " in condition:
        return  # an empty text is in every text for Django; w.c.s. has None there, which is in none
    ours = holds(
        condition, nom=nom, nom_complet=complet, nombre=nombre, naissance=naissance, accord=accord, type=one
    )
    assert ours == django_holds(condition, theirs)


@pytest.mark.parametrize("glued", ["form_var_nom=='Martin'", "form_var_nombre>=3 and form_var_nom!='x'"])
def test_operators_glued_to_what_they_compare_are_read_too(glued):
    assert holds(glued, nom="Martin", nombre=3)
