"""Declaring the lists read from other systems. Reading them is ``services/source_copies.py``."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.field_types import clean_line
from parvis.catalogue.lists.columns import checked_columns
from parvis.catalogue.lists.reading import address_with, placeholders
from parvis.catalogue.models import DataSource, WhenDown
from parvis.catalogue.models.data_source import LONGEST_CACHE, LONGEST_WAIT, SHORTEST_CACHE, SHORTEST_WAIT
from parvis.catalogue.services.reference_tables import check_code
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation

MOST_PARAMETERS = 20
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
_PATH = re.compile(r"([^.\s]{1,60}(\.[^.\s]{1,60})*)?")
Errors = dict[str, list[str]]


@transaction.atomic
def record_source(
    *,
    organisation: Organisation,
    code: str,
    title: str,
    url: str = "",
    parameters: Mapping[str, str] | None = None,
    list_path: str = "",
    code_path: str = "id",
    label_path: str = "text",
    columns: Iterable[Any] = (),
    cache_seconds: int = 3600,
    timeout_seconds: int = 3,
    when_down: str = WhenDown.LAST,
    closed_sentence: str = "",
) -> DataSource:
    """Make the body's data source of that code, or bring it up to date (model ``DataSource``). Raises Invalid.

    What was read from another address or in another way is forgotten, and the source is called again at once.
    """
    check_code(code)
    source = DataSource.objects.filter(organisation=organisation, code=code).first()
    source = source or DataSource(organisation=organisation, code=code)
    before = _reading(source)
    source.title, source.url = clean_line(title)[:200], clean_line(url)
    source.parameters = dict(parameters or {})
    source.list_path, source.code_path, source.label_path = list_path, code_path, label_path
    source.columns = [
        {**column, "path": column["path"] or column["key"]}
        for column in checked_columns(columns, also=frozenset({"path"}))
    ]
    source.cache_seconds, source.timeout_seconds = cache_seconds, timeout_seconds
    source.when_down, source.closed_sentence = when_down, clean_line(closed_sentence)
    errors = _wrong(source)
    if errors:
        raise Invalid(errors)
    source.updated_at, source.retired_at = clock.now(), None
    source.failures, source.rests_until = 0, None
    source.save()
    if before != _reading(source):
        source.copies.all().delete()
    return source


def _reading(source: DataSource) -> tuple[Any, ...]:
    """Return what decides of what a copy holds."""
    return source.url, source.list_path, source.code_path, source.label_path, source.columns


def _wrong(source: DataSource) -> Errors:
    return _wrong_words(source) | _wrong_address(source) | _wrong_parameters(source) | _wrong_numbers(source)


def _wrong_words(source: DataSource) -> Errors:
    found: Errors = {}
    if not source.title:
        found["title"] = [_("Donnez un titre à cette source.")]
    if source.when_down not in WhenDown.values:
        found["when_down"] = [_("Choisissez une réponse de la liste.")]
    if source.when_down == WhenDown.CLOSED and not source.closed_sentence:
        found["closed_sentence"] = [_("Écrivez la phrase montrée quand la source ne répond pas.")]
    if len(source.closed_sentence) > 300:
        found["closed_sentence"] = [_("Écrivez au plus 300 caractères.")]
    for name in ("list_path", "code_path", "label_path"):
        if not _PATH.fullmatch(getattr(source, name)) or len(getattr(source, name)) > 200:
            found[name] = [_("Écrivez des clés séparées par des points, comme « data.items ».")]
    return found


def _wrong_address(source: DataSource) -> Errors:
    """An address is checked for its form here, and for where it leads each time it is called."""
    if not source.url:
        return {}
    try:
        parts = urlsplit(address_with(source.url, dict.fromkeys(placeholders(source.url), "x")))
        readable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        readable = False
    if not readable or len(source.url) > 2000:
        return {"url": [_("Écrivez une adresse entière, comme https://exemple.fr/rues.json.")]}
    if parts.username or parts.password:
        return {"url": [_("N’écrivez ni identifiant ni mot de passe dans l’adresse.")]}
    if placeholders(source.url.split("/", 3)[2]):
        return {"url": [_("Le nom du serveur ne peut pas dépendre d’une réponse.")]}
    return {}


def _wrong_parameters(source: DataSource) -> Errors:
    said = []
    if len(source.parameters) > MOST_PARAMETERS:
        said.append(_("Une source a au plus %(most)d paramètres.") % {"most": MOST_PARAMETERS})
    for name, formula in source.parameters.items():
        if not _NAME.fullmatch(str(name)):
            said.append(_("« %(name)s » ne peut pas nommer un paramètre.") % {"name": str(name)[:60]})
            continue
        try:
            compile_expression(str(formula))
        except BadExpression as bad:
            said.append(_("%(name)s : %(text)s") % {"name": name, "text": str(bad)})
    return {"parameters": said} if said else {}


def _wrong_numbers(source: DataSource) -> Errors:
    found: Errors = {}
    for name, least, most in (
        ("cache_seconds", SHORTEST_CACHE, LONGEST_CACHE),
        ("timeout_seconds", SHORTEST_WAIT, LONGEST_WAIT),
    ):
        value = getattr(source, name)
        if not isinstance(value, int) or not least <= value <= most:
            found[name] = [
                _("Écrivez un nombre entre %(least)d et %(most)d.") % {"least": least, "most": most}
            ]
    return found
