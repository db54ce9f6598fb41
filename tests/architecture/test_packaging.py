"""A wheel must carry what is not Python too: templates, static files, letters, definitions, translations."""

import fnmatch
import tomllib
from pathlib import Path

import pytest

from config.environment import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
NOT_CARRIED = {".py", ".pyc"}


@pytest.mark.parametrize("package", ["parvis", "config"])
def test_every_file_beside_the_code_is_declared_as_data_of_the_package(package: str) -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"][package]
    names = [pattern.removeprefix("**/") for pattern in patterns]
    forgotten = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and path.suffix not in NOT_CARRIED and not _matches(path, names)
    ]
    assert forgotten == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for name in ("parvis", "config") for path in (ROOT / name).rglob("*.py")}
    missing = [
        str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").exists()
    ]
    assert missing == []


def _matches(path: Path, names: list[str]) -> bool:
    return any(fnmatch.fnmatch(path.name, name) for name in names)
