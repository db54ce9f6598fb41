"""What ``bin/parvis check`` looks at: one function a subject, each telling what it found in a sentence."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from parvis.common import actor
from parvis.common.errors import DomainError
from parvis.common.personal_data import declarations

SHOWN = 10


class State(StrEnum):
    """How a subject is: a warning lets the product work, a failure does not."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """What was found about one subject."""

    state: State
    text: str


def ok(text: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(State.OK, text)


def warning(text: str) -> Finding:
    """Return a finding that deserves a look."""
    return Finding(State.WARNING, text)


def failed(text: str) -> Finding:
    """Return a finding that must be mended."""
    return Finding(State.FAILED, text)


def database() -> Finding:
    """Look whether the server answers, is recent enough, and the runtime role has no power it should not have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), "
            "rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        )
        number, version, role, powerful = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        owned = cursor.fetchone()[0]
    if number < 150000:
        return failed(f"PostgreSQL {version} is too old: 15 or newer is needed")
    if powerful or owned:
        return failed(
            f"the role {role} escapes row security: the product must run as a role without rights of its own"
        )
    return ok(f"PostgreSQL {version}, as {role}")


def migrations() -> Finding:
    """Look whether the database is at this version."""
    executor = MigrationExecutor(connections["owner"])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return failed(f"{len(missing)} migrations are missing: run migrate")
    return ok("the database is at this version")


def row_security() -> Finding:
    """Look whether every table declared with personal data is closed to who is nobody."""
    tables = [
        apps.get_model(model)._meta.db_table  # noqa: SLF001 - Django's documented name
        for model, declaration in declarations().items()
        if declaration.row_security
    ]
    open_tables = sorted(set(tables) - set(_secured_tables()))
    if open_tables:
        return failed(f"without row security: {', '.join(open_tables)}")
    seen = [table for table in tables if _nobody_sees(table)]
    if seen:
        return failed(f"shown to nobody in particular: {', '.join(sorted(seen))}")
    return ok(f"{len(tables)} tables with personal data are closed without an actor")


def _secured_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity "
            "AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
        return [name for (name,) in cursor.fetchall()]


def _nobody_sees(table: str) -> bool:
    with actor.acting_as(actor.NOBODY), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")  # noqa: S608 - our own name
        return bool(cursor.fetchone()[0])


def journal() -> Finding:
    """Look whether the chain of every case's journal holds."""
    from parvis.cases.checks import broken_chains

    with _one_moment():
        broken = list(islice(broken_chains(), SHOWN + 1))
    if broken:
        more = " and more" if len(broken) > SHOWN else ""
        places = ", ".join(f"{chain.number} (entry {chain.position})" for chain in broken[:SHOWN])
        return failed(f"the journal was altered: {places}{more}")
    return ok("every chain holds")


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it stands at one moment, so that work going on meanwhile does not look like tampering."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED")


def jobs() -> Finding:
    """Look whether a worker lives, and whether jobs wait or failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
        )
        workers = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'todo'), "
            "count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now() - interval '1 hour') "
            "< now() - interval '15 minutes' AND id IN (SELECT job_id FROM procrastinate_events "
            "WHERE at < now() - interval '15 minutes')) FROM procrastinate_jobs"
        )
        lost, waiting, late = cursor.fetchone()
    text = f"{workers} workers alive, {waiting} jobs to do, {late} late, {lost} failed"
    return ok(text) if workers and not late and not lost else warning(text)


def storage() -> Finding:
    """Write, read and delete a small file."""
    from parvis.documents.services.store import check_storage

    wrong = check_storage()
    return failed(wrong) if wrong else ok("files can be written and read")


def antivirus() -> Finding:
    """Look whether the scanner answers, when one is configured."""
    from parvis.documents.services.scan import check_scanner

    try:
        version = check_scanner()
    except DomainError as refusal:
        return failed(f"the antivirus at {settings.CLAMAV_SOCKET} does not answer: {refusal}")
    return (
        ok(version) if version else warning("none: set PARVIS_CLAMAV_SOCKET; files are marked as not scanned")
    )


def mail() -> Finding:
    """Try each transport of messages."""
    from parvis.channels.queries import check_channels

    found = check_channels()
    bad = [code for code, health in found.items() if not health.ok]
    text = " ".join(str(health.sentence) for health in found.values())
    if not bad:
        return ok(text)
    return failed(text) if settings.ENVIRONMENT.smtp_url else warning(text)


def sources() -> Finding:
    """Look which data sources of forms do not answer, since when, and what serves meanwhile."""
    from parvis.catalogue.list_queries import source_states

    states = source_states()
    down = [one for one in states if one.is_down]
    if not down:
        return ok(f"{len(states)} data sources, none failing")
    told = "; ".join(
        f"{one.body}/{one.code} since {one.failing_since} ({one.reason}), serving {one.serving}"
        for one in down[:SHOWN]
    )
    return warning(f"{len(down)} of {len(states)} data sources do not answer: {told}")


def outages() -> Finding:
    """Look which outages run, which probes fail, and since when the pages and the worker gave no sign of life."""
    from parvis.outages.queries import state_of_platform

    state = state_of_platform()
    said = [f"outage {one.pk} since {one.starts_at:%Y-%m-%d %H:%M}" for one in state.running]
    said += [f"{probe} fails: {wrong}" for probe, wrong in state.failing]
    said += [f"no sign of {part} since {seen:%Y-%m-%d %H:%M}" for part, seen in state.silent]
    return warning("; ".join(said)) if said else ok("no outage runs, no probe fails")


def disk() -> Finding:
    """Look how much room is left where the data is."""
    folder = settings.ENVIRONMENT.data_dir
    usage = shutil.disk_usage(folder if folder.exists() else "/")
    text = f"{usage.free / 2**30:.1f} GiB free of {usage.total / 2**30:.1f}"
    if usage.free < 200 * 2**20:
        return failed(text)
    return warning(text) if usage.free < 2**30 else ok(text)


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "migrations": migrations,
    "row security": row_security,
    "journal": journal,
    "jobs": jobs,
    "storage": storage,
    "antivirus": antivirus,
    "mail": mail,
    "sources": sources,
    "outages": outages,
    "disk": disk,
}
