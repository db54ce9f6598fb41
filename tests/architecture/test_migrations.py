import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.architecture.sources import ROOT


def test_models_and_migrations_say_the_same(db):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("a model changed without its migration (see above)")


def test_a_migration_has_a_name_that_says_what_it_does():
    unnamed = [str(path.relative_to(ROOT)) for path in ROOT.glob("parvis/*/migrations/*_auto_*.py")]
    assert not unnamed


def test_each_room_has_one_last_migration():
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("parvis.")}
    assert not ours & set(loader.detect_conflicts())
