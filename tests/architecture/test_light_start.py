"""Processes at rest hold nothing that only a letter, a merge or a photograph of a phone needs."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"typst", "segno", "pypdf", "docxtpl", "odfdo", "pi_heif"}


def _at_once(tree):
    """Yield the imports made when a module is loaded: those of functions and of type checkers come later."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def test_no_module_loads_a_heavy_library_when_it_is_loaded():
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for room in ("parvis", "config")
        for path in (ROOT / room).rglob("*.py")
        for name, line in _at_once(ast.parse(path.read_text()))
        if name.partition(".")[0] in HEAVY
    ]
    assert found == []
