"""Definitions and procedures, published through the services as in life."""

import copy
from typing import Any

from parvis.catalogue.forms.engine import Form, compile_form
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.organisations.models import Organisation

SMALLEST: dict[str, Any] = {
    "format": "parvis-procedure/1",
    "code": "essai",
    "title": "Démarche d’essai",
    "summary": "Pour les essais.",
    "category": "Essais",
    "audience": ["individual"],
    "law": {"regime": "SVR", "delay": "2m", "receipt_owed": True},
    "data_notice": {
        "purpose": "Essayer.",
        "legal_basis": "public_task",
        "recipients": ["Le service d’essai"],
        "retention": "Trois mois.",
    },
    "other_ways": [{"kind": "counter", "text": "À la mairie."}],
    "form": {"pages": [{"key": "p1", "title": "Page", "fields": []}]},
}


def field(kind: str, key: str, **options: Any) -> dict[str, Any]:
    """Return a question of a definition."""
    return {"key": key, "type": kind, "label": f"Question {key}", **options}


def definition(*pages: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """Return a definition whose pages ask these questions (one short text when none is given)."""
    document = copy.deepcopy(SMALLEST)
    document["form"]["pages"] = [
        {"key": f"p{number}", "title": f"Page {number}", "fields": fields}
        for number, fields in enumerate(pages or ([field("text", "name")],), start=1)
    ]
    return {**document, **changes}


def form(*pages: list[dict[str, Any]], **changes: Any) -> Form:
    """Return the compiled form of such a definition."""
    return compile_form(definition(*pages, **changes))


def publish(organisation: Organisation, *pages: list[dict[str, Any]], **changes: Any) -> ProcedureVersion:
    """Publish such a definition for a body."""
    version = import_definition(organisation=organisation, definition=definition(*pages, **changes))
    return publish_version(version=version)
