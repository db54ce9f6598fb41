import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import modules

# A letter or a sign that only a sentence in French has.
FRENCH = re.compile(r"[àâçéèêëîïôûùüœÀÂÇÉÈÊËÎÏÔÛÙÜŒ]|\w’\w")
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
         "gettext_noop", "translate", "N_"}  # fmt: skip
# Modules whose French is matter, not wording: sample data, official names, words to compare with.
MATTER = re.compile(
    r"^config/demonstration/|^parvis/organisations/(names|territory_source)\.py|^parvis/ui/showcase\.py|^parvis/cases/replay/cast\.py|^parvis/deadlines/|^parvis/catalogue/forms/quality/jargon\.py|^parvis/ui/words\.py|^parvis/channels/mail/(quotes|bounces|absences|questions/\w+)\.py|^parvis/channels/sms/gsm\.py"
)


def unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the French string literals that no gettext call holds, docstrings left out."""
    held = {id(part) for node in ast.walk(tree) if _marks(node) for part in ast.walk(node)}
    held |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in held
        if literal and FRENCH.search(node.value) and " " in node.value:
            yield node.lineno, node.value


def _marks(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in MARKS


@pytest.mark.parametrize("path", [path for path in modules() if not MATTER.match(path)])
def test_every_french_sentence_can_be_translated(path):
    assert not list(unmarked(modules()[path]))
