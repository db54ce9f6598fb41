"""What the documentation names exists, and what exists is documented."""

import json
import re
from pathlib import Path

import pytest

from config.environment import ROOT
from parvis.catalogue.expressions.function import functions
from parvis.catalogue.field_types import registry

GUIDES = ROOT / "docs" / "guides"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
HEAVIEST = 100_000  # bytes a picture
_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]+)\)")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_READ = re.compile(r'"(PARVIS_[A-Z_]+)"')


def prose(page: Path) -> str:
    return _CODE.sub("", _BLOCK.sub("", page.read_text()))


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_or_a_title(page: Path) -> None:
    broken = []
    for link in _LINK.findall(prose(page)):
        path, _hash, title = link.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (page.parent / path) if path else page
        if not target.exists() or (title and title not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_readme_lists_the_commands_that_exist_and_no_other() -> None:
    table = (ROOT / "README.md").read_text().partition("| `bin/parvis …` |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = {name for cell in cells for name in re.findall(r"`([a-z-]+)`", cell)}
    there = {path.stem.replace("_", "-") for path in (ROOT / "config" / "commands").glob("[a-z]*.py")}
    assert told == there


def test_the_readme_lists_every_door_of_bin() -> None:
    readme = (ROOT / "README.md").read_text()
    doors = [path.name for path in (ROOT / "bin").iterdir() if not path.suffix]
    assert [name for name in doors if f"`bin/{name}" not in readme] == []


def test_every_variable_of_the_environment_is_in_the_operator_s_guide() -> None:
    read = set(_READ.findall((ROOT / "config" / "environment.py").read_text()))
    told = set(re.findall(r"^\| `(PARVIS_[A-Z_]+)` \|", (GUIDES / "operator.md").read_text(), re.MULTILINE))
    assert read == told


def test_every_field_type_and_its_options_are_in_the_builder_s_guide() -> None:
    lines = (GUIDES / "builder.md").read_text().partition("| type |")[2].splitlines()
    missing = []
    for kind in registry:
        line = next((one for one in lines if one.startswith(f"| `{kind.code}` |")), "")
        missing += [
            f"{kind.code}: {name}" for name in ["", *kind.options] if f"`{name or kind.code}`" not in line
        ]
    assert missing == []


def test_every_function_of_formulas_is_in_its_guide_with_its_example() -> None:
    rows = (GUIDES / "formulas.md").read_text().splitlines()
    missing = []
    for each in functions().values():
        row = next((one for one in rows if one.startswith(f"| `{each.usage}` |")), "")
        source, value = each.example
        if not row.endswith(f"| `{source}` | `{json.dumps(value, ensure_ascii=False)}` |"):
            missing.append(each.name)
    told = [row for row in rows if re.match(r"\| `[^`]*\(", row)]
    assert missing == []
    assert len(told) == len(functions())


def test_every_picture_is_light() -> None:
    pictures = (ROOT / "docs" / "screenshots").iterdir()
    assert [path.name for path in pictures if path.stat().st_size > HEAVIEST] == []
