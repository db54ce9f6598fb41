"""Filling a region from the command line: what was loaded, what was set aside, how it can go wrong."""

import argparse
import json

import pytest

from config.commands import load_territory
from config.console import CommandError, Output

MAYOTTE = "06"
pytestmark = pytest.mark.usefixtures("system")


def run(region: str, *, tolerance: float = 500.0, as_json: bool = False) -> None:
    load_territory.run(argparse.Namespace(region=region, tolerance=tolerance), Output(as_json=as_json))


def test_the_result_counts_and_lists_what_was_set_aside(capsys: pytest.CaptureFixture[str]) -> None:
    run(MAYOTTE, tolerance=0, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["name"] == "Mayotte"
    assert told["counts"]["municipality"] == 17
    assert len(told["remarks"]) == sum(told["remarks_by_doubt"].values())
    assert {"code", "name", "doubt", "given", "metres"} == set(told["remarks"][0])

    run(MAYOTTE, tolerance=0)
    said = capsys.readouterr()
    assert said.out.startswith("Mayotte: ")
    assert "17 municipalities" in said.out
    assert "m away" in said.out
    assert "100 %" in said.err


def test_an_unknown_region_is_one_sentence_with_the_known_codes() -> None:
    with pytest.raises(CommandError, match="28 Normandie"):
        run("99")


@pytest.mark.parametrize("metres", ["-1", "far", "inf", "nan"])
def test_a_tolerance_that_is_no_distance_is_refused(metres: str) -> None:
    parser = argparse.ArgumentParser()
    load_territory.arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([MAYOTTE, "--tolerance", metres])
