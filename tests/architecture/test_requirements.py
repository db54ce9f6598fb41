import re

import pytest

from tests.architecture.sources import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host(lock):
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|file:", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_is_pinned_and_hashed(lock):
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", lock.read_text())
    packages = [block for block in blocks if not block.startswith("#")]
    assert packages
    assert not [block.split()[0] for block in packages if "==" not in block or "--hash=sha256:" not in block]


def test_the_developers_lock_holds_the_products():
    def pins(name):
        return set(
            re.findall(r"^[a-z0-9._-]+(?:\[[^]]*\])?==\S+", (ROOT / "requirements" / name).read_text(), re.M)
        )

    assert pins("runtime.txt") <= pins("dev.txt")


def test_the_demonstration_installs_the_territory_that_it_loads():
    asked = (ROOT / "requirements/territory.in").read_text().split()
    locked = (ROOT / "requirements/runtime.txt").read_text()
    assert asked
    assert [name for name in asked if not re.search(rf"^{re.escape(name)}==", locked, re.M)] == []
