import ast
from pathlib import Path

import pytest

import parvis.deadlines

MODULES = sorted(Path(parvis.deadlines.__file__).parent.glob("*.py"))
CLOCKS = {"today", "now", "utcnow", "time"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_rule_reads_a_clock(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]

    assert not [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCKS]
