"""A form of w.c.s. as a procedure: its pages, its texts, its options, whom it is about."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.forms.text import to_plain
from parvis.catalogue.imports.markup import from_html, plain_line
from parvis.catalogue.imports.naming import code_of, cut
from parvis.catalogue.imports.publik import texts
from parvis.catalogue.imports.publik.documents import (
    Condition,
    Document,
    Field,
    condition_in,
    workflow_options,
)
from parvis.catalogue.imports.publik.keys import keys_of
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import TRUE
from parvis.catalogue.imports.publik.leftovers import tell_leftovers
from parvis.catalogue.imports.publik.making import Making, field_place, tree_of
from parvis.catalogue.imports.publik.mending import mend
from parvis.catalogue.imports.publik.order import in_order
from parvis.catalogue.imports.publik.people import roles_of
from parvis.catalogue.imports.publik.questions import condition_of, questions_of
from parvis.catalogue.imports.publik.settings import settings_of
from parvis.catalogue.imports.publik.validations import possible
from parvis.catalogue.imports.publik.workflows.attaching import attach
from parvis.catalogue.imports.report import What

FORMAT = "parvis-procedure/1"
LONGEST_TITLE = 200
LONGEST_SUMMARY = 500
LONGEST_MESSAGE = 1000
LONGEST_PAGE_KEY = 60
LONGEST_OPTION = 5000


def definition_of(form: Document, making: Making) -> dict[str, Any]:
    """Return the definition of a form; the report is told of everything. Raises NotUnderstood when it asks nothing."""
    _read_options(form, making)
    pages = _pages(form, making)
    if not pages:
        raise NotUnderstood(_("ce formulaire ne demande rien"))
    definition: dict[str, Any] = {
        "format": FORMAT,
        "code": making.code,
        "title": cut(plain_line(form.name) or making.code, LONGEST_TITLE),
        **_words(form, making),
        "form": {"pages": pages},
    }
    making.place = _("formulaire")
    definition |= settings_of(form, making)
    definition |= _subject(form, making)
    definition |= roles_of(form, pages)
    _hold_what_the_address_says(pages, making)
    making.later = frozenset()
    attach(form, definition, making)
    parameters = parameters_of(definition, making)
    if parameters:
        definition["parameters"] = parameters
        tell_parameters(parameters, making)
    tell_leftovers(making)
    mend(definition, making.report)
    return definition


def _hold_what_the_address_says(pages: list[dict[str, Any]], making: Making) -> None:
    """Keep the parameters of the page's address that formulas read, in hidden values of the first page."""
    hidden = [
        {
            "key": key,
            "type": "hidden",
            "label": name,
            "required": False,
            "prefill": {"from": "address", "name": name},
        }
        for key, name in making.parameters.told.items()
    ]
    if hidden:
        how = _("ce que dit l’adresse de la page est gardé dans une valeur cachée")
        making.changed(", ".join(making.parameters.told.values()), how)
        pages[0]["fields"][:0] = hidden


def _words(form: Document, making: Making) -> dict[str, Any]:
    """Return what the source says to the public of the procedure: nothing is made up."""
    said: dict[str, Any] = {}
    description = from_html(form.root.words("description"))
    summary = plain_line(form.root.words("description"))
    if summary:
        said["summary"] = cut(summary, LONGEST_SUMMARY)
        if len(summary) > LONGEST_SUMMARY:
            said["who"] = description
    category = form.root.find("category")
    if category is not None and category.text.strip():
        said["category"] = cut(_category(category.attributes.get("slug", ""), category.text, making), 100)
    keywords = [" ".join(word.split()) for word in form.root.words("keywords").split(",")]
    if any(keywords):
        said["keywords"] = [cut(word, LONGEST_TITLE) for word in dict.fromkeys(keywords) if word][:50]
    return said


def _category(slug: str, title: str, making: Making) -> str:
    document = making.bundle.categories.get(slug)
    return document.name if document is not None and document.name else " ".join(title.split())


def _read_options(form: Document, making: Making) -> None:
    """Know the options of the workflow, and the values the form gives them."""
    for name, _label, value in workflow_options(making.bundle.workflow_of(form)):
        making.parameters.given[name] = value
    for name, value in form.options():
        if value is not None and value != "":
            making.parameters.given[name] = _plain_value(value)


def _plain_value(value: Any) -> Any:
    """Return the value of an option, as people read it when it is HTML."""
    if isinstance(value, str) and re.search(r"<[a-zA-Z/][^<>]*>", value):
        return cut(to_plain(from_html(value)), LONGEST_OPTION)
    return value[:LONGEST_OPTION] if isinstance(value, str) else value


def parameters_of(definition: dict[str, Any], making: Making) -> dict[str, Any]:
    """Return the options that the definition reads, itself or through its sources."""
    written = json.dumps([definition, list(making.shared.sources.values())], ensure_ascii=False)
    read = set(re.findall(r"options\.([a-z0-9_]+)", written))
    return {name: value for name, value in sorted(making.parameters.used.items()) if name in read}


def tell_parameters(parameters: dict[str, Any], making: Making) -> None:
    """Say which options are to be completed."""
    making.place = _("paramètres")
    unset = [name for name, value in parameters.items() if value == ""]
    of_site = [name for name in unset if name in making.parameters.of_site]
    ours = [name for name in unset if name not in making.parameters.of_site]
    if of_site:
        how = _("ces variables du site deviennent des paramètres de la démarche, à compléter")
        making.changed(", ".join(sorted(of_site)), how)
    if ours:
        making.changed(
            ", ".join(sorted(ours)), _("ces options n’ont pas de valeur dans le formulaire : à compléter")
        )


def _pages(form: Document, making: Making) -> list[dict[str, Any]]:
    """Return the pages; fields that come before the first one are on a page of their own."""
    fields = form.fields()
    keys = keys_of(fields)
    making.keys = set(keys)
    groups: list[tuple[Field | None, list[int]]] = []
    for place, field in enumerate(fields):
        if field.type == "page":
            groups.append((field, []))
        elif not groups:
            groups.append((None, [place]))
        else:
            groups[-1][1].append(place)
    pages: list[dict[str, Any]] = []
    for page, places in groups:
        made = _page(form, page, places, fields, keys, making)
        if made["fields"]:
            made["key"] = code_of(made["key"], {one["key"] for one in pages}, fallback="page")[
                :LONGEST_PAGE_KEY
            ]
            pages.append(made)
        else:
            making.changed(made["title"], _("cette page ne montre rien : elle est enlevée"))
    return pages


def _page(
    form: Document,
    page: Field | None,
    places: list[int],
    fields: list[Field],
    keys: list[str],
    making: Making,
) -> dict[str, Any]:
    making.on_page = set()
    making.later = frozenset(_names(fields[places[0] if places else 0 :]))
    title, condition = _heading(form, page, making)
    asked = _page_questions(places, fields, keys, making, plain_line(title))
    making.later = frozenset(_names(fields[places[-1] + 1 if places else 0 :]))
    checks = _checks(page, making) if page is not None else []
    key = code_of(cut(plain_line(texts.without_marks(title)), 50), fallback="page")[:LONGEST_PAGE_KEY]
    return {
        "key": key.rstrip("-"),
        "title": cut(" ".join(title.split()), LONGEST_TITLE),
        **condition,
        **({"checks": checks} if checks else {}),
        "fields": asked,
    }


def _heading(form: Document, page: Field | None, making: Making) -> tuple[str, dict[str, Any]]:
    """Return the title of a page, and its condition if it has one."""
    making.place = form.name
    if page is None:
        return form.name, {}
    making.place = field_place(page, page.label)
    making.took(What.FIELDS)
    title = texts.line(page.label, making.translator(), making.lost) or form.name
    condition, _sure = condition_of(page.condition, making)
    return title, {} if condition is TRUE else {"condition": usable(condition)}


def _page_questions(
    places: list[int], fields: list[Field], keys: list[str], making: Making, title: str
) -> list[dict[str, Any]]:
    ordered, moved = in_order(places, fields)
    questions: list[dict[str, Any]] = []
    for at, place in enumerate(ordered):
        making.later = frozenset(
            [*_names([fields[one] for one in ordered[at:]]), *_names(fields[max(places) + 1 :])]
        )
        questions += questions_of(fields[place], keys[place], making, page=title)
        if place in moved and fields[place].type != "computed":
            how = _("placé après les questions dont il dépend, sur la même page")
            making.changed(fields[place].label, how)
    return questions


def _names(fields: list[Field]) -> list[str]:
    return [field.name for field in fields if field.name]


def _checks(page: Field, making: Making) -> list[dict[str, str]]:
    """Return the rules that hold before a page is left."""
    listed = page.element.find("post_conditions")
    checks: list[dict[str, str]] = []
    for wanted in listed.every("post_condition") if listed else []:
        condition = condition_in(wanted.find("condition"))
        if condition is None:
            continue
        making.place = field_place(page, page.label)
        message = texts.line(wanted.words("error_message"), making.translator(), making.lost)
        rule = _rule(condition, making)
        if rule:
            said = cut(message or _("Vérifiez les réponses de cette page."), LONGEST_MESSAGE)
            checks.append({"rule": rule, "message": said})
    return checks


def _rule(condition: Condition, making: Making) -> str:
    making.reading = condition.source
    try:
        value = possible(making.translator(rule=True).truth(tree_of(condition)))
        rule = usable(value)
    except NotUnderstood as why:
        reason = _("%(why)s ; la page se quitte sans ce contrôle") % {"why": str(why)}
        making.left(What.CONDITIONS, condition.source, reason)
        return ""
    making.took(What.CONDITIONS)
    return "" if value is TRUE else rule


def _subject(form: Document, making: Making) -> dict[str, Any]:
    """Return the formula of the case's subject, made of the summary of the source."""
    listed = form.root.find("digest_templates")
    templates = (
        {child.attributes.get("key", ""): child.text.strip() for child in listed.children} if listed else {}
    )
    template = templates.get("default") or form.root.words("digest_template")
    if not template:
        return {}
    making.reading = template
    making.later = frozenset()
    try:
        return {"subject": usable(making.translator().text(read_template(template)))}
    except NotUnderstood as why:
        making.left("digest", template, str(why))
        return {}
