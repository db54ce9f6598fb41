import pytest

from config.console import Output


def test_steps_go_to_standard_error_and_results_to_standard_output(capsys):
    out = Output()
    out.say("working")
    out.result({"n": 1}, "one")
    assert capsys.readouterr() == ("one\n", "working\n")


def test_json_holds_what_json_has_no_word_for(capsys):
    from datetime import date

    Output(as_json=True).result({"day": date(2026, 11, 21), "town": "Évreux"}, "")
    assert capsys.readouterr().out == '{\n  "day": "2026-11-21",\n  "town": "Évreux"\n}\n'


@pytest.mark.parametrize(
    ("total", "line"),
    [(3, "100 %  3/3 files\n"), (None, "3 files\n")],
    ids=["of a known total", "without a total"],
)
def test_progress_in_a_log_tells_the_end(capsys, total, line):
    out = Output()
    for done in (1, 2, 3):
        out.progress(done, total, "files")
    told = capsys.readouterr().err.splitlines(keepends=True)
    assert told[-1] == (line if total else "1 files\n")
