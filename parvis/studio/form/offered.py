"""What a body has that the options of a question may name: its tables, its sources, its procedures."""

from collections.abc import Callable

from parvis.catalogue import list_queries
from parvis.catalogue.media import CAPTIONS, IMAGES, VIDEOS
from parvis.organisations.models import Organisation
from parvis.studio import queries
from parvis.studio.form.controls import Offered


def offered(body: Organisation, type_code: str) -> dict[str, Offered]:
    """Return what the body has to choose from, by option of a type; nothing for the options of most types."""
    return {option: find(body) for option, find in _FOUND.get(type_code, {}).items()}


def _tables(body: Organisation) -> Offered:
    return [(one.code, one.title) for one in list_queries.tables_of(body) if one.retired_at is None]


def _sources(body: Organisation) -> Offered:
    return [(one.code, one.source.title) for one in list_queries.source_states(body)]


def _procedures(body: Organisation) -> Offered:
    return queries.titles(body)


def _media(*ends: str) -> Callable[[Organisation], Offered]:
    def find(body: Organisation) -> Offered:
        return [(one.code, one.name) for one in list_queries.media_of(body) if one.code.endswith(ends)]

    return find


_FOUND: dict[str, dict[str, Callable[[Organisation], Offered]]] = {
    "table_choice": {"table": _tables, "source": _sources},
    "media": {
        "file": _media(*IMAGES, *VIDEOS),
        "poster": _media(*IMAGES),
        "captions": _media(*CAPTIONS),
    },
    "existing_case": {"procedures": _procedures},
}
