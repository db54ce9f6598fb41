"""Forms given on the way, and the questions of the service: fields of w.c.s. as ours, with names of their own."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.keys import keys_of
from parvis.catalogue.imports.publik.language.scope import Question
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.questions import questions_of
from parvis.catalogue.imports.publik.workflows.building import LONGEST_LABEL, Circuit
from parvis.catalogue.imports.publik.workflows.elements import Item, service_fields_of

SERVICE = "suivi"


def given_form(item: Item, circuit: Circuit, title: str) -> str:
    """Return the key of the form that an item gives. Raises NotUnderstood when it asks nothing."""
    name = item.words("varname") or f"formulaire_{len(circuit.forms) + 1}"
    key = circuit.key(name, {*circuit.forms, *circuit.making.keys}, "formulaire")
    fields, asked = _questions(item.fields(), circuit, name, title)
    if not fields:
        raise NotUnderstood(_("ce formulaire ne demande rien"))
    known = _same(circuit, fields)
    if known is None:
        circuit.forms[key] = {"title": cut(title, LONGEST_LABEL), "fields": fields}
        known = key
        circuit.making.keys |= {each["key"] for each in fields}
    circuit.names.given += [replace(one, path=f"{known}.{one.path}") for one in asked]
    return known


def comment_form(item: Item, circuit: Circuit) -> str:
    """Return the key of the form where words are left."""
    label = plain_line(item.words("label")) or _("Commentaire")
    hint = plain_line(item.words("hint"))
    field = {
        "key": key_of("commentaire_libre", {*circuit.making.keys}),
        "type": "long_text",
        "label": cut(label, LONGEST_LABEL),
        **({"help": cut(hint, 1000)} if hint else {}),
        "required": item.is_true("required"),
    }
    return _own_form(circuit, "commentaire", label, field)


def attachment_form(item: Item, circuit: Circuit) -> str:
    """Return the key of the form where a file is given."""
    label = plain_line(item.words("title", "button_label")) or _("Ajouter un document")
    field = {
        "key": key_of("document_joint", {*circuit.making.keys}),
        "type": "file",
        "label": cut(label, LONGEST_LABEL),
        "required": item.is_true("required"),
    }
    return _own_form(circuit, item.words("varname") or "document", label, field)


def service_questions(circuit: Circuit) -> None:
    """Make the questions that the service answers; formulas of the workflow read them as answers."""
    making = circuit.making
    fields = [one for one in service_fields_of(circuit.document) if one.type != "page"]
    keys = _keys(fields, making.keys)
    making.keys |= set(keys)
    for field, key in zip(fields, keys, strict=True):
        for own in questions_of(field, key, making, page=_("suivi par le service")):
            if "required" in own or own["type"] not in ("title", "information", "computed"):
                own["required"] = False  # what is not known yet must not keep an agent from going on
            circuit.service_fields.append(own)
            if own["key"] == key:
                circuit.service_keys[field.identifier] = key


def _own_form(circuit: Circuit, name: str, title: str, field: dict[str, Any]) -> str:
    known = _same(circuit, [field])
    if known is not None:
        return known
    key = circuit.key(name, {*circuit.forms, *circuit.making.keys}, "formulaire")
    circuit.forms[key] = {"title": cut(title, LONGEST_LABEL), "fields": [field]}
    return key


def _same(circuit: Circuit, fields: list[dict[str, Any]]) -> str | None:
    """Return the form already made that asks the same."""
    written = json.dumps(fields, sort_keys=True)
    return next(
        (key for key, one in circuit.forms.items() if json.dumps(one["fields"], sort_keys=True) == written),
        None,
    )


def _questions(
    fields: Sequence[Field], circuit: Circuit, name: str, title: str
) -> tuple[list[dict[str, Any]], list[Question]]:
    """Return the questions of a form of the way, and what the source reads of them, as the form itself names them."""
    wanted = [one for one in fields if one.type != "page"]
    given = list(circuit.names.given)
    names = replace(circuit.names, given=given)
    own = replace(
        circuit.making, questions=list(circuit.making.questions), on_page=set(), row={}, after=names.read
    )
    before = len(own.questions)
    made: list[dict[str, Any]] = []
    asked: list[Question] = []
    for field, key in zip(wanted, _keys(wanted, own.keys), strict=True):
        made += questions_of(field, key, own, page=title)
        fresh = [replace(one, name=f"{name}_var_{one.name}") for one in own.questions[before:]]
        del own.questions[before:]
        given += fresh
        asked += fresh
    return made, asked


def _keys(fields: Sequence[Field], taken: set[str]) -> list[str]:
    """Return a key for each field that no other question has."""
    keys: list[str] = []
    for key in keys_of(fields):
        keys.append(key if key not in taken and key not in keys else key_of(key, {*taken, *keys}))
    return keys
