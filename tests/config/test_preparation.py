import gettext

import pytest

from config import preparation

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "demande"
msgstr "request"
"""


@pytest.fixture
def locale(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    return source


def test_translations_are_compiled_without_gettext_and_once(locale):
    told = []
    preparation.compile_translations(told.append)
    preparation.compile_translations(told.append)
    assert told == ["Compiled 1 translation files"]
    with locale.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("demande") == "request"


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_migrated_database_has_nothing_to_do():
    told = []
    preparation.migrate_database(told.append)
    assert told == []
