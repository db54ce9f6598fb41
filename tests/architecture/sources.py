"""The files of the product, read once for all architecture tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOORS = ("portal", "desk", "studio", "api")


@cache
def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every module of ``parvis`` and ``config`` by its path, migrations left out."""
    return {name: ast.parse(text) for name, text in texts().items()}


@cache
def texts() -> dict[str, str]:
    """Return the text of every module of ``parvis`` and ``config`` by its path, migrations left out."""
    paths = [path for folder in ("parvis", "config") for path in (ROOT / folder).rglob("*.py")]
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sorted(paths)
        if "migrations" not in path.parts
    }


@cache
def templates() -> dict[str, str]:
    """Return the text of every template by the name it is loaded by."""
    folders = [folder for base in ("parvis", "config") for folder in (ROOT / base).rglob("templates")]
    found = [(folder, path) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_text() for folder, path in found}


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of everything a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room(path: str) -> str:
    """Return the room of a module, its folder under ``parvis``, "" for the rest."""
    parts = path.split("/")
    return parts[1] if parts[0] == "parvis" and len(parts) > 2 else ""
