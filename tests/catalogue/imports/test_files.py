"""Gathering the files of an import, whatever they are."""

import io
import zipfile

import pytest

from parvis.catalogue.imports import files
from parvis.catalogue.imports.files import BadFile, gather


def zipped(**entries):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_folder_is_read_with_those_in_it_but_what_is_hidden(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.json").write_text("b")
    (tmp_path / "a.json").write_text("a")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("no")
    assert [file.content for file in gather([tmp_path])] == [b"a", b"b"]


def test_an_archive_is_read_without_being_unpacked(tmp_path):
    (tmp_path / "all.zip").write_bytes(zipped(**{"x/a.json": "a", "../b.json": "b", "__MACOSX/c": "no"}))
    found = gather([tmp_path / "all.zip"])
    assert [file.content for file in found] == [b"a", b"b"]
    assert found[0].name.endswith("all.zip/x/a.json")
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]


def test_a_zip_bomb_is_refused_by_its_name_without_being_opened_whole(tmp_path):
    (tmp_path / "bomb.zip").write_bytes(zipped(**{"a.json": b"0" * 40_000_000}))
    with pytest.raises(BadFile, match=r"bomb\.zip/a\.json"):
        gather([tmp_path / "bomb.zip"])


def test_many_small_entries_that_make_a_bomb_together_are_refused(tmp_path):
    (tmp_path / "bomb.zip").write_bytes(zipped(**{f"{n}.json": b"0" * 900_000 for n in range(40)}))
    with pytest.raises(BadFile):
        gather([tmp_path / "bomb.zip"])


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 not really", zipped(**{"a.json": "a" * 500})[:80]], ids=["not one", "cut"]
)
def test_a_truncated_archive_is_refused(tmp_path, content):
    (tmp_path / "cut.zip").write_bytes(content)
    with pytest.raises(BadFile, match=r"cut\.zip"):
        gather([tmp_path / "cut.zip"])


def test_an_entry_altered_on_the_way_is_refused(tmp_path):
    content = bytearray(zipped(**{"a.json": "abcdefgh" * 100}))
    content[45] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(bytes(content))
    with pytest.raises(BadFile):
        gather([tmp_path / "bad.zip"])


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 2)
    (tmp_path / "all.zip").write_bytes(zipped(a="", b="", c=""))
    with pytest.raises(BadFile):
        gather([tmp_path / "all.zip"])


def test_a_file_too_heavy_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    (tmp_path / "a.json").write_bytes(b"0" * 11)
    with pytest.raises(BadFile, match=r"a\.json"):
        gather([tmp_path])


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        gather([tmp_path / "none.json"])
