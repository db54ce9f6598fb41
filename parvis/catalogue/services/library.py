"""The procedures that come with the product, ready for a body to take up."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common.errors import NotFound
from parvis.organisations.models import Agent, Organisation

_FOLDER = Path(__file__).parent.parent / "library"


@cache
def library() -> dict[str, dict[str, Any]]:
    """Return the definitions of the library by code."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.json")))
    return {definition["code"]: definition for definition in map(json.loads, texts)}


@transaction.atomic
def publish_from_library(
    *, organisation: Organisation, codes: Iterable[str] | None = None, by: Agent | None = None
) -> list[ProcedureVersion]:
    """Publish procedures of the library for a body, all of them unless ``codes`` says which. Raises NotFound."""
    known = library()
    wanted = list(known if codes is None else codes)
    if set(wanted) - set(known):
        raise NotFound
    versions = [import_definition(organisation=organisation, definition=known[code]) for code in wanted]
    return [publish_version(version=version, by=by) for version in versions]
