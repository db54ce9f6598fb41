"""A form with a question of each kind, and what Django and our expressions read of the same answers."""

from datetime import date

from django.template import Context, Engine

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.imports.publik import shapes
from parvis.catalogue.imports.publik.language.django import read_condition
from parvis.catalogue.imports.publik.language.operators import CONDITION
from parvis.catalogue.imports.publik.language.scope import Parameters, Question, Scope
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import Translator, usable
from parvis.catalogue.imports.publik.lists import Listed, of_rows, written

TODAY = "2026-11-22"
TYPES = written(["Un particulier", "Une association", "Autre chose"])
ITEMS = of_rows([("Table en bois", "bois", {"prix": "3"}), ("Chaise", "chaise", {"prix": "1,5"})])
CHILD = {"prenom": ("prenom", shapes.text), "age": ("age", shapes.number)}
QUESTIONS = (
    Question("nom", shapes.text, "nom"),
    Question("nom_complet", shapes.text, "nom_complet"),
    Question("nombre", shapes.number, "nombre"),
    Question("naissance", shapes.day, "naissance"),
    Question("accord", shapes.yes_no, "accord"),
    Question("type", TYPES.shape(multiple=False), "type"),
    Question("materiel", ITEMS.shape(multiple=True), "materiel"),
    Question("meuble", ITEMS.shape(multiple=False), "meuble"),
    Question("piece", shapes.files, "piece"),
    Question("lieu", shapes.point, "lieu"),
    Question("pays", Listed("pays").shape(multiple=False), "pays"),
    Question("enfants", shapes.block(CHILD, repeated=True), "enfants"),
    Question("foyer", shapes.block(CHILD, repeated=False), "foyer"),
)
EMPTY = {
    "nom": "", "nom_complet": "", "nombre": None, "naissance": "", "accord": None, "type": "", "materiel": [],
    "meuble": "", "piece": [], "lieu": {"text": "", "lat": None, "lon": None},
    "pays": {"code": "", "label": "", "columns": {}}, "enfants": [], "foyer": {"prenom": "", "age": None},
}  # fmt: skip


def translator(unknown=CONDITION, options=None, notes=None, **scope):
    """Return a translator over the world; what it notes goes to ``notes``."""
    parameters = Parameters(given=dict(options or {}))
    told = notes if notes is not None else []
    return Translator(Scope(QUESTIONS, parameters, told.append, **scope), unknown)


def values(options=None, **answers):
    """Return what our expressions read."""
    person = dict.fromkeys(("first_name", "last_name", "email", "birth_date", "city", "phone"), "")
    own = {"today": TODAY, "now": f"{TODAY}T10:30", "channel": "web", "signed_in": True, "person": person}
    return {**own, "options": dict(options or {}), **EMPTY, **answers}


def cel(condition, **scope):
    """Return the expression of a condition."""
    return usable(translator(**scope).truth(read_condition(condition)))


def holds(condition, unknown=CONDITION, options=None, **answers):
    """Return whether our expression of a condition holds."""
    return compile_expression(cel(condition, unknown=unknown, options=options)).holds(
        values(options, **answers)
    )


def said(template, options=None, **answers):
    """Return the text our expression of a template makes."""
    source = usable(translator(options=options).text(read_template(template)))
    return compile_expression(source).text(values(options, **answers))


def django_holds(condition, names):
    """Return whether Django holds a condition true, given its variables."""
    template = Engine().from_string(f"{{% if {condition} %}}yes{{% endif %}}")
    return template.render(Context(names, autoescape=False)) == "yes"


def as_day(text):
    """Return a day as w.c.s. hands it to Django, None when it was not answered."""
    return date.fromisoformat(text) if text else None
