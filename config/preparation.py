"""What a new version needs before it serves: the database, the translations, the static files."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

Report = Callable[[str], None]


def migrate_database(report: Report) -> None:
    """Apply the migrations that are missing, as the owner of the database."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return
    report(f"Migrating the database ({len(missing)} steps)")
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()


def compile_translations(report: Report) -> None:
    """Write each ``.mo`` older than its ``.po``. Compiled in Python: no machine that serves needs gettext."""
    stale = [path for path in _catalogues() if _older(path.with_suffix(".mo"), path)]
    for path in stale:
        _compile(path)
    if stale:
        report(f"Compiled {len(stale)} translation files")


def _catalogues() -> list[Path]:
    return sorted(
        path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")
    )


def _older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _compile(path: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    unfinished = path.with_suffix(".mo.new")
    with path.open("rb") as source, unfinished.open("wb") as target:
        write_mo(target, read_po(source))
    unfinished.replace(path.with_suffix(".mo"))


def collect_static_files(report: Report) -> None:
    """Copy, name by content and compress the static files, when any changed since the last time."""
    newest = max(_static_times(), default=0.0)
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and float(stamp.read_text()) >= newest:
        return
    report("Collecting the static files")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(str(newest))


def _static_times() -> list[float]:
    from django.contrib.staticfiles.finders import get_finders

    return [
        Path(storage.path(name)).stat().st_mtime
        for finder in get_finders()
        for name, storage in finder.list([])
    ]
