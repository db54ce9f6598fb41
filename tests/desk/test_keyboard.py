"""The keys of the desk are told twice: by « ? », and by the agent's guide."""

import re

from config.environment import ROOT
from parvis.desk.cases.gestures import GESTURES

HELP = (ROOT / "parvis" / "ui" / "templates" / "layouts" / "keyboard.html").read_text()
GUIDE = (ROOT / "docs" / "guides" / "agent.md").read_text()
ONE_PLACE = {"o"}  # shown on the button itself, on the only page where it works


def keys_of_the_desk() -> set[str]:
    templates = (ROOT / "parvis" / "desk" / "templates").rglob("*.html")
    written = {key for path in templates for key in re.findall(r'data-shortcut="([^{"])"', path.read_text())}
    return written | {gesture.key for gesture in GESTURES.values() if gesture.key}


def test_the_help_shows_every_key() -> None:
    assert keys_of_the_desk() - set(re.findall(r'class="key">([^<{])<', HELP)) <= ONE_PLACE


def test_the_agent_s_guide_tells_every_key() -> None:
    assert keys_of_the_desk() <= set(re.findall(r"`(\S)`", GUIDE))
