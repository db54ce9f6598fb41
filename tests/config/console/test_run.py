import json
import sys

import pytest

from config.console import main, run
from config.console.run import COMMANDS


def names():
    return sorted(path.stem.replace("_", "-") for path in COMMANDS.glob("[a-z]*.py"))


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert [name for name in names() if name not in told] == []


@pytest.mark.parametrize("name", names())
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert f"usage: parvis {name}" in told
    assert len(told.splitlines()) > 5


def test_an_unknown_command_is_a_wrong_argument(capsys):
    with pytest.raises(SystemExit) as end:
        main(["fly"])
    assert end.value.code == 2
    assert "invalid choice: 'fly'" in capsys.readouterr().err


def test_nothing_asked_is_a_wrong_argument():
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 2


def test_a_result_is_text_or_json(capsys):
    assert main(["database-url", "--role", "owner"]) == 0
    url = capsys.readouterr().out.strip()
    assert url.startswith("postgresql://parvis_owner@/")
    assert main(["database-url", "--role", "owner", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"role": "owner", "url": url}


def test_a_refusal_is_one_line_and_code_1(capsys, db):
    assert main(["check", "weather"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("parvis check: no such subject: weather")


def test_a_missing_file_is_one_line_and_code_1(capsys, db, tmp_path):
    assert main(["restore", str(tmp_path / "nothing.tar")]) == 1
    assert capsys.readouterr().err == f"parvis restore: {tmp_path}/nothing.tar: No such file or directory\n"


def test_what_a_command_writes_is_closed_to_others(capsys, tmp_path):
    main(["database-url"])
    (tmp_path / "file").touch()
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0


def test_importing_the_commands_needs_no_django():
    import subprocess

    code = "import sys; from config.console import main; main(['database-url']); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_json_may_be_asked_after_a_gesture_as_the_guides_write_it(monkeypatch):
    asked = []
    monkeypatch.setattr(
        run, "_run", lambda _module, options, _out: asked.append((options.gesture, options.json))
    )
    main(["peers", "list", "--json"])
    main(["peers", "--json", "list"])
    assert asked == [("list", True), ("list", True)]
