"""The workflow of forms that name none: every site of w.c.s. has it, and no export holds it."""

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.documents import Document
from parvis.catalogue.imports.publik.xml import Element

SLUG = "_default"
_ACTORS = ("_submitter", "_receiver")


def default_workflow() -> Document:
    """Return the workflow by default: new, accepted or rejected, finished; agents and the person comment."""
    statuses = [
        _status("just_submitted", _("Juste envoyé"), "FFFFFF", [_item("jump", status="new")]),
        _status(
            "new",
            _("Nouveau"),
            "66FF00",
            [_comment(), _choice(_("Accepter"), "accepted"), _choice(_("Refuser"), "rejected")],
        ),
        _status("rejected", _("Rejeté"), "FF3300", []),
        _status("accepted", _("Accepté"), "66CCFF", [_comment(), _choice(_("Terminer"), "finished")]),
        _status("finished", _("Terminé"), "CCCCCC", []),
    ]
    roles = _element("roles", children=[Element("role", {"id": "_receiver"}, 0, _("Destinataire"))])
    children = [_element("name", _("Par défaut")), _element("slug", SLUG), roles]
    return Document(
        "", Element("workflow", {}, 0, "", [*children, _element("possible_status", children=statuses)])
    )


def _element(tag: str, text: str = "", *, children: list[Element] | None = None) -> Element:
    return Element(tag, {}, 0, text, children or [])


def _status(identifier: str, name: str, colour: str, items: list[Element]) -> Element:
    parts = [_element("id", identifier), _element("name", name), _element("colour", colour)]
    return _element("status", children=[*parts, _element("items", children=items)])


def _item(kind: str, *people: Element, **parts: str) -> Element:
    return Element(
        "item", {"type": kind}, 0, "", [*(_element(tag, text) for tag, text in parts.items()), *people]
    )


def _by(*roles: str) -> Element:
    return _element("by", children=[Element("item", {"role_id": role}, 0, role) for role in roles])


def _choice(label: str, status: str) -> Element:
    return _item("choice", _by("_receiver"), label=label, status=status)


def _comment() -> Element:
    return _item(
        "commentable",
        _by(*_ACTORS),
        label=_("Commentaire"),
        button_label=_("Ajouter le commentaire"),
        required="False",
    )
