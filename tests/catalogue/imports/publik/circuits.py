"""Circuits of w.c.s. written by hand: statuses, their items, and what they become."""

from parvis.catalogue.forms.lint import Level, lint
from tests.catalogue.imports.publik.writing import element, read, wcs_field, wcs_form


def by(*roles, tag="by"):
    return element(tag, [element("item", role, role_id=role) for role in roles])


def item(kind, *parts, **said):
    return element("item", [*(element(tag, text) for tag, text in said.items()), *parts], type=kind)


def status(identifier, name, *items, colour="FFFFFF", more=()):
    own = [element("id", identifier), element("name", name), element("colour", colour), *more]
    return element("status", [*own, element("items", list(items))])


def workflow(*statuses, slug="circuit", more=(), roles=()):
    named = [element("role", label, id=key) for key, label in (("_receiver", "Agent"), *roles)]
    return element(
        "workflow",
        [
            element("name", f"Circuit {slug}"),
            element("slug", slug),
            element("roles", named),
            element("possible_status", list(statuses)),
            *more,
        ],
    )


def named(slug="circuit"):
    return element("workflow", f"Circuit {slug}", slug=slug)


def made(written, *fields, beside=(), form_more=()):
    """Return the workflow that a form and its circuit become, and the report of the circuit."""
    asked = fields or (wcs_field("string", "Nom", name="nom"),)
    imported = read(wcs_form(*asked, more=(named(), *form_more)), written, *beside)
    assert not imported.report.has_errors
    [found] = imported.definitions
    assert not [one for one in lint(found.document) if one.level is Level.ERROR]
    return found.document["workflow"], imported.report.files[1]


def transition(flow, label):
    return next(one for one in flow["transitions"] if one["label"] == label)


def of(flow, key):
    return next(one for one in flow["statuses"] if one["key"] == key)


NEW = status("new", "Nouveau", item("choice", by("_receiver"), label="Accepter", status="ok"))
DONE = status("ok", "Fini")
