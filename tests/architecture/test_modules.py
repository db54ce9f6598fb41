import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import DOORS, ROOT, imports, modules, room, texts

LONGEST = 400
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "helpers",
    "helper",
    "manager",
    "managers",
    "base",
    "core",
    "misc",
    "tools",
}
# A folder of the design system or a backend whose name Django imposes.
IMPOSED = {"parvis/common/postgresql/base.py"}


def test_rooms_import_only_from_the_rooms_below():
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_module_is_longer_than_400_lines():
    long = {
        path: len(text.splitlines()) for path, text in texts().items() if len(text.splitlines()) > LONGEST
    }
    assert not long


def test_every_module_says_what_it_is_for():
    silent = [
        path
        for path, tree in modules().items()
        if tree.body and not ast.get_docstring(tree) and not path.endswith("templatetags/__init__.py")
    ]
    assert not silent


def test_every_room_says_in_three_lines_what_it_owns_and_what_it_does_not():
    rooms = [
        path for path in texts() if path.count("/") == 2 and path.endswith("/__init__.py") and room(path)
    ]
    short = [path for path in rooms if len((ast.get_docstring(modules()[path]) or "").splitlines()) < 2]
    assert not short


def test_no_module_or_folder_has_a_name_that_says_nothing():
    vague = [
        path
        for path in texts()
        if path not in IMPOSED
        and NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in path.split("/")}
    ]
    assert not vague


def test_only_doors_and_the_composition_root_speak_http():
    spoken = [
        f"{path}:{line} {name}"
        for path, tree in modules().items()
        if room(path) not in {*DOORS, "ui", ""}
        for line, name in imports(tree)
        if name.startswith(("django.http", "django.shortcuts", "ninja"))
    ]
    assert not spoken


def test_doors_neither_query_nor_save():
    written = [
        f"{path}:{node.lineno} .{node.attr}"
        for path, tree in modules().items()
        if room(path) in DOORS and not _keeps_rows_of_its_own(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "save", "bulk_create"}
        # request.session.save and file storages are not the database's
        and not (isinstance(node.value, ast.Attribute) and node.value.attr == "session")
    ]
    assert not written


def _keeps_rows_of_its_own(path: str) -> bool:
    """A door may own a table (the API its keys): there the same layers hold as in every room."""
    return path.split("/")[2] in {"models", "services", "access.py", "queries.py"}


def test_the_present_is_read_in_one_place():
    read = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if room(path) and path != "parvis/common/clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("timezone", "now"), ("datetime", "now"), ("date", "today")}
    ]
    assert not read


def test_no_signal_carries_business():
    used = [
        f"{path}:{line} {name}"
        for path, tree in modules().items()
        if room(path)
        for line, name in imports(tree)
        if name.startswith(("django.db.models.signals", "django.dispatch"))
    ]
    assert not used


def test_nothing_is_left_to_do_in_comments():
    left = [
        path
        for path, text in texts().items()
        if any(word in text for word in ("TODO", "FIXME", "XXX", "HACK"))
    ]
    assert not left


def test_writes_are_keyword_only_functions_in_one_transaction():
    loose = []
    for path, tree in modules().items():
        verbs = (
            [node for node in tree.body if isinstance(node, ast.FunctionDef)] if "/services/" in path else []
        )
        for node in verbs:
            loosely = node.args.args or node.args.posonlyargs or node.returns is None
            if loosely and not node.name.startswith("_") and _is_atomic(node):
                loose.append(f"{path}:{node.lineno} {node.name}")
    assert not loose


def _is_atomic(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
