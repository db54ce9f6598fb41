"""An image or a video shown by a form: ours, described, readable without seeing nor hearing it."""

import pytest

from parvis.catalogue.forms.engine import page_widgets
from parvis.catalogue.forms.lint import lint
from tests.factories.catalogue import definition, field, form

SHA = "a" * 64
VIDEO = {"file": f"{SHA}.mp4", "alt": "Un agent mesure un arbre.", "transcript": "Mesurez à un mètre du sol."}


def said(**options):
    found = lint(definition([field("media", "m", **options), field("text", "a")]))
    remarks = [one for one in found if one.level == "error"]
    return " ".join(f"{one.place} {one.message}" for one in remarks)


def test_a_video_comes_from_us_with_its_transcript():
    [widget, _text] = page_widgets(form([field("media", "m", **VIDEO), field("text", "a")]), "p1", {})
    assert widget.context["address"] == f"/media/{SHA}.mp4"
    assert widget.context["is_video"]
    assert "Mesurez" in widget.context["html"]
    assert said(**VIDEO) == ""


@pytest.mark.parametrize(
    "options",
    [
        {"file": f"{SHA}.mp4", "alt": "Sans transcription"},
        {"file": f"{SHA}.jpg"},
        {"file": f"{SHA}.jpg", "alt": "Une image", "poster": f"{SHA}.png"},
        {"file": "https://ailleurs.example/film.mp4", "alt": "Ailleurs", "transcript": "x"},
        {"file": f"../{SHA}.mp4", "alt": "Plus haut", "transcript": "x"},
        {"file": f"{SHA}.svg", "alt": "Un programme"},
    ],
    ids=["no transcript", "no alternative", "poster of an image", "another host", "another folder", "SVG"],
)
def test_what_someone_could_not_read_or_we_do_not_keep_is_refused(options):
    assert said(**options)
