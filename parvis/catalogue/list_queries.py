"""Reads of what the procedures of a body share, shaped for pages: tables, sources, blocks, and who uses them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import BooleanField, Count, Func, Max, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from parvis.catalogue.lists.table_offer import search_rows
from parvis.catalogue.models import (
    BlockSpread,
    DataSource,
    MediaFile,
    ProcedureVersion,
    ReferenceRow,
    ReferenceTable,
    SharedBlock,
    SharedBlockVersion,
    SourceCopy,
    VersionState,
)
from parvis.catalogue.models.data_source import asked_with
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations.models import Organisation

NEVER = "never"


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source is, for the operator and for its builders. ``last_copy`` is when the copy it serves was received."""

    source: DataSource
    body: str
    last_copy: datetime | None

    @property
    def code(self) -> str:
        """Return the source's code."""
        return self.source.code

    @property
    def is_down(self) -> bool:
        """Return whether its last call failed, or it has no address to be called at."""
        return self.source.failures > 0 or not self.source.url

    @property
    def reason(self) -> str:
        """Return what its last failure said."""
        return self.source.failure if self.source.url else "no address"

    @property
    def failing_since(self) -> str:
        """Return the day and hour of its last good answer."""
        return f"{self.source.answered_at:%Y-%m-%d %H:%M}" if self.source.answered_at else NEVER

    @property
    def serving(self) -> str:
        """Return what forms are served meanwhile."""
        return f"the copy of {self.last_copy:%Y-%m-%d %H:%M}" if self.last_copy else "no copy"


def source_states(organisation: Organisation | None = None, *, retired: bool = False) -> list[SourceState]:
    """Return the state of every source of a body, or of all, by body then code; ``retired`` ones too."""
    found = DataSource.objects.all() if retired else DataSource.objects.filter(retired_at__isnull=True)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    annotated = found.select_related("organisation").annotate(last_copy=Max("copies__fetched_at"))
    return [
        SourceState(source, source.organisation.slug, source.last_copy)
        for source in annotated.order_by("organisation__slug", "code")
    ]


def state_of(source: DataSource) -> SourceState:
    """Return how one source is."""
    last = source.copies.aggregate(last=Max("fetched_at"))["last"]
    return SourceState(source, source.organisation.slug, last)


def tables_of(organisation: Organisation) -> QuerySet[ReferenceTable]:
    """Return the tables of a body, by title, with how many rows each has (``row_count``) and offers today
    (``offered_count``).
    """
    today = clock.today()
    ended = Q(rows__valid_until__lt=today) | Q(rows__valid_from__gt=today)
    counted = organisation.reference_tables.annotate(
        row_count=Count("rows"), offered_count=Count("rows") - Count("rows", filter=ended)
    )
    return counted.order_by("title", "pk")


def table_of(organisation: Organisation, code: str) -> ReferenceTable | None:
    """Return the body's own table of a code, None when it has none."""
    return organisation.reference_tables.filter(code=code).first()


def media_of(organisation: Organisation) -> QuerySet[MediaFile]:
    """Return the images, videos and captions of a body, the last added first."""
    return organisation.media_files.order_by("-added_at", "-pk")


def open_medium(code: str) -> tuple[MediaFile, "File[bytes]"]:
    """Return a medium by its code, of whatever body, and its content open for reading. Raises NotFound."""
    found = MediaFile.objects.filter(code=code).order_by("pk").first()
    if found is None:
        raise NotFound
    try:
        return found, default_storage.open(found.key)
    except FileNotFoundError:
        raise NotFound from None


def rows_found(table: ReferenceTable, words: str) -> QuerySet[ReferenceRow] | list[ReferenceRow]:
    """Return the rows of a table in order, ended or not; with words, those that answer them."""
    rows = table.rows.order_by("position", "code")
    return search_rows(rows, words, limit=200) if words.strip() else rows


def table_codes(organisation: Organisation) -> set[str]:
    """Return the codes of the tables of a body."""
    return set(organisation.reference_tables.values_list("code", flat=True))


def source_codes(organisation: Organisation) -> set[str]:
    """Return the codes of the data sources of a body."""
    return set(organisation.data_sources.values_list("code", flat=True))


def block_codes(organisation: Organisation) -> set[str]:
    """Return the codes of the shared blocks of a body."""
    return set(organisation.shared_blocks.values_list("code", flat=True))


def has_row(table: ReferenceTable, code: str) -> bool:
    """Return whether a table has a row of that code."""
    return table.rows.filter(code=code).exists()


def row_of(table: ReferenceTable, row_id: int) -> ReferenceRow:
    """Return a row of a table. Raises NotFound."""
    row = table.rows.select_related("table__organisation").filter(pk=row_id).first()
    if row is None:
        raise NotFound
    return row


def spreads_of(block: SharedBlock) -> list[BlockSpread]:
    """Return the operations that carried a block to procedures, the last first."""
    found = BlockSpread.objects.filter(version__block=block).select_related("version", "made_by")
    return list(found.order_by("-made_at", "-pk"))


def latest_copy(source: DataSource, parameters: Mapping[str, str]) -> SourceCopy | None:
    """Return what a source last answered to some parameters."""
    return source.copies.filter(asked=asked_with(parameters)).first()


def versions_in_use(code: str, kind: str, bodies: Iterable[int]) -> list[ProcedureVersion]:
    """Return the versions of bodies, online or being written, that name a list or a block; definitions unread.

    ``kind`` is the key that names it: « table », « source », « block ».
    """
    named = _versions_naming(code, kind, bodies).exclude(state=VersionState.RETIRED)
    return list(named.select_related("procedure").defer("definition").order_by("procedure__title", "number"))


def was_offered(code: str, kind: str, organisation: Organisation) -> bool:
    """Return whether some version, of the body or of one below it, ever named a list or a block."""
    with connection.cursor() as cursor:
        cursor.execute(_BODIES_BELOW, [organisation.pk])
        bodies = [row[0] for row in cursor.fetchall()]
    return _versions_naming(code, kind, bodies).exists()


def _versions_naming(code: str, kind: str, bodies: Iterable[int]) -> QuerySet[ProcedureVersion]:
    path = Func(Value(f"$.** ? (@.{kind} == $code)"), template="(%(expressions)s)::jsonpath")
    names = Func(
        "definition",
        path,
        JSONObject(code=Value(code)),
        function="jsonb_path_exists",
        output_field=BooleanField(),
    )
    return ProcedureVersion.objects.filter(names, procedure__organisation__in=list(bodies))


def blocks_of(organisation: Organisation) -> list[SharedBlockVersion]:
    """Return the version in force of each block of a body, by title."""
    last = (
        SharedBlockVersion.objects.filter(block__organisation=organisation)
        .order_by("block_id", "-number")
        .distinct("block_id")
    )
    return sorted(last.select_related("block"), key=lambda version: (version.block.title, version.block_id))


def block_in_force(block: SharedBlock) -> SharedBlockVersion:
    """Return the last version of a block."""
    found: SharedBlockVersion = block.versions.latest("number")
    return found


_BODIES_BELOW = """
WITH RECURSIVE body(id) AS (
    SELECT %s::bigint
    UNION SELECT below.id FROM organisations_organisation below JOIN body ON below.parent_id = body.id
)
SELECT id FROM body
"""
