"""From the options of a question to what its list offers at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from parvis.catalogue.expressions import CONTEXT_NAMES, compile_expression
from parvis.catalogue.field_types import Moment
from parvis.catalogue.lists.offers import ALONE, Nothing, Offer, wanted
from parvis.catalogue.lists.source_offer import SourceOffer
from parvis.catalogue.lists.table_offer import TableOffer
from parvis.catalogue.lists.wanting import want
from parvis.catalogue.models import DataSource, ReferenceTable, SourceCopy, WhenDown
from parvis.catalogue.models.data_source import asked_with
from parvis.common import clock

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Found:
    """What a list offers, and the names of the answers it depends on."""

    offer: Offer
    reads: tuple[str, ...] = ()


def find_list(options: Mapping[str, Any], moment: Moment) -> Found:
    """Return what the list named by ``table`` or ``source`` offers, under ``where``; two queries at most."""
    if moment.procedure_id is None:
        return Found(ALONE)
    where = options.get("where", {})
    if "table" in options:
        table = nearest(ReferenceTable, moment.procedure_id, options["table"])
        return Found(_of_table(table, where, moment) if table else _absent(), _reads(where))
    source = nearest(DataSource, moment.procedure_id, options.get("source", ""))
    if source is None:
        return Found(_absent(), _reads(where))
    return Found(_of_source(source, where, moment), _reads({**source.parameters, **where}))


def nearest(model: type[M], procedure_id: int, code: str) -> M | None:
    """Return the table or the source of a code: of the body that publishes a procedure, else of the nearest above."""
    sql = _NEAREST.format(table=model._meta.db_table)  # noqa: SLF001 - Django's documented name
    return next(iter(model._default_manager.raw(sql, {"procedure": procedure_id, "code": code})), None)  # noqa: SLF001


def parameters_of(source: DataSource, where: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Return what a source is asked with: its own parameters, then those that the question gives; blanks left out."""
    formulas = {**source.parameters, **{name: where[name] for name in where if name in source.parameters}}
    texts = {name: _text(formula, values) for name, formula in formulas.items()}
    return {name: text for name, text in texts.items() if text}


def _reads(formulas: Mapping[str, str]) -> tuple[str, ...]:
    names = {name for source in formulas.values() for name in compile_expression(source).names}
    return tuple(sorted(names - CONTEXT_NAMES))


def _text(formula: str, values: Mapping[str, Any]) -> str:
    value = compile_expression(formula).value(values)
    if isinstance(value, Mapping):
        value = value.get("code", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, list) else str(value)


def _of_table(table: ReferenceTable, where: Mapping[str, str], moment: Moment) -> Offer:
    columns = [*table.columns, {"key": "code", "label": _("Code"), "type": "text"}]
    asked = wanted(where, columns, moment.values)
    return _waiting() if asked is None else TableOffer(table, clock.today(), asked)


def _of_source(source: DataSource, where: Mapping[str, str], moment: Moment) -> Offer:
    given = {name: formula for name, formula in where.items() if name in source.parameters}
    columns = {name: formula for name, formula in where.items() if name not in given}
    parameters = parameters_of(source, where, moment.values)
    asked = wanted(columns, source.columns, moment.values)
    if asked is None or set(given) - set(parameters):
        return _waiting()
    copy = source.copies.filter(asked=asked_with(parameters)).first()
    if _is_stale(source, copy) and not _rests(source):
        want(source.pk, parameters)
    words = source.when_down != WhenDown.CLOSED
    down = copy is None or (
        source.when_down != WhenDown.LAST and source.failures > 0 and _is_stale(source, copy)
    )
    return SourceOffer(
        copy=copy.rows if copy else [],
        where=asked,
        accepts_words=words,
        free=words and down,
        sentence=(source.closed_sentence or _closed()) if down else "",
        shown=not down,
    )


def _is_stale(source: DataSource, copy: SourceCopy | None) -> bool:
    return copy is None or copy.fetched_at + timedelta(seconds=source.cache_seconds) <= clock.now()


def _rests(source: DataSource) -> bool:
    return not source.url or (source.rests_until is not None and source.rests_until > clock.now())


def _waiting() -> Nothing:
    return Nothing(_("La liste dépend d’une réponse qui manque encore. Répondez-y, puis affichez la liste."))


def _absent() -> Nothing:
    """The body has no such list: nobody is stopped for it."""
    return Nothing(_closed(), free=True, accepts_words=True)


def _closed() -> str:
    return _("La liste n’est pas disponible pour le moment.")


_NEAREST = """
WITH RECURSIVE body(id, parent_id, rank) AS (
    SELECT own.id, own.parent_id, 0 FROM organisations_organisation own
    JOIN catalogue_procedure procedure ON procedure.organisation_id = own.id WHERE procedure.id = %(procedure)s
    UNION ALL
    SELECT above.id, above.parent_id, body.rank + 1 FROM organisations_organisation above
    JOIN body ON above.id = body.parent_id WHERE body.rank < 10
)
SELECT found.* FROM {table} found JOIN body ON body.id = found.organisation_id
WHERE found.code = %(code)s ORDER BY body.rank LIMIT 1
"""
