"""English says everything that French says: no sentence forgotten, no placeholder lost, no guess left unread.

French is the source language: what the code holds is French, and ``parvis/locale/en`` is its only translation.
``docs/guides/translate.md`` tells how to bring it up to date when a test below fails.
"""

import re
import shutil
from collections import Counter
from contextlib import chdir
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import override_settings

from tests.architecture.sources import ROOT

ENGLISH = ROOT / "parvis" / "locale" / "en" / "LC_MESSAGES" / "django.po"
READ = {".py", ".html", ".txt"}
PLACEHOLDER = re.compile(r"%\(\w+\)[0-9.]*[a-z]|%%\w?")
TAG = re.compile(r"</?\w+[^>]*>")
FRENCH_QUOTES = re.compile("[«»]")
FRENCH_SPACE = re.compile("[ \u00a0\u202f][:;!?]")


def _sources(folder: Path) -> Path:
    """Copy what may hold sentences: the extraction writes beside what it reads, where other tests are reading."""
    for name in ("parvis", "config"):
        for path in (ROOT / name).rglob("*"):
            if path.suffix in READ and "migrations" not in path.parts:
                copy = folder / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    (folder / "locale" / "en").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return every sentence that the code and the templates mark."""
    if shutil.which("xgettext") is None:
        pytest.skip("the extraction needs gettext: apt-get install gettext")
    folder = _sources(tmp_path_factory.mktemp("sources"))
    with chdir(folder), override_settings(LOCALE_PATHS=[folder / "locale"]):
        call_command("makemessages", locale=["en"], verbosity=0)
    with (folder / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as po:
        return read_po(po)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """Return the English translation."""
    with ENGLISH.open("rb") as po:
        return read_po(po)


def test_every_sentence_is_said_in_english(extracted, english):
    forgotten = [
        message.id
        for message in extracted
        if message.id and not _is_translated(english.get(_single(message), context=message.context))
    ]
    assert forgotten == []


def test_english_says_nothing_that_french_no_longer_says(extracted, english):
    known = {(_single(message), message.context) for message in extracted}
    left = [
        message.id for message in english if message.id and (_single(message), message.context) not in known
    ]
    assert left == []
    assert list(english.obsolete) == []


def test_no_translation_is_a_guess(english):
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_placeholders_and_tags_are_the_same_in_both_languages(english):
    unlike = [
        (source, said)
        for source, said in _pairs(english)
        if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(said))
        or TAG.findall(source) != TAG.findall(said)
    ]
    assert unlike == []


def test_a_piece_of_sentence_keeps_its_spaces_and_lines(english):
    unlike = [
        (source, said)
        for source, said in _pairs(english)
        if (
            source != " :"  # a colon stands against its word in English
            and any(source.startswith(space) != said.startswith(space) for space in " \n")
        )
        or any(source.endswith(space) != said.endswith(space) for space in " \n")
    ]
    assert unlike == []
    assert [said for source, said in _pairs(english) if source.count("\n") != said.count("\n")] == []


def test_english_has_english_typography(english):
    wrong = [
        said
        for _source, said in _pairs(english)
        if FRENCH_QUOTES.search(said) or FRENCH_SPACE.search(said) or "'" in said
    ]
    assert wrong == []


def _pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    found = []
    for message in catalogue:
        if message.id and message.pluralizable:
            found += zip(message.id, message.string, strict=True)
        elif message.id:
            found.append((message.id, message.string))
    return found


def _single(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    return all(message.string) if message.pluralizable else bool(message.string)
