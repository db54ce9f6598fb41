"""The registry: filled once, whole for every thread that asks."""

import sys
import threading
from types import ModuleType

import pytest

from parvis.common.errors import NotFound
from parvis.common.registry import Registry


class Thing:
    code: str
    label: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the name of a package whose one entry takes until ``gate`` opens to be imported."""
    package = tmp_path / "things_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "slow.py").write_text("import gate_of_a_test as gate\n\ngate.take_your_time()\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield package.name
    for name in [name for name in sys.modules if name.startswith(package.name)]:
        del sys.modules[name]


def test_a_thread_that_asks_while_another_fills_it_waits_and_finds_everything(folder, monkeypatch):
    registry = Registry(Thing, package=folder)
    begun, opened, found = threading.Event(), threading.Event(), []
    gate = ModuleType("gate_of_a_test")

    def take_your_time():
        begun.set()
        opened.wait(30)
        registry.register(type("Slow", (Thing,), {"code": "slow", "label": "lente"}))

    gate.take_your_time = take_your_time
    monkeypatch.setitem(sys.modules, "gate_of_a_test", gate)

    def ask():
        try:
            found.append(registry.get("slow").code)
        except NotFound:
            found.append("nothing")

    threads = [threading.Thread(target=ask) for _rank in range(3)]
    threads[0].start()
    begun.wait(30)
    for thread in threads[1:]:
        thread.start()
    opened.set()
    for thread in threads:
        thread.join(30)
    assert found == ["slow"] * 3


def test_a_folder_added_later_is_looked_into_too(folder, monkeypatch):
    registry = Registry(Thing, package=None)
    assert registry.codes() == []
    gate = ModuleType("gate_of_a_test")
    late = type("Late", (Thing,), {"code": "late", "label": "tardive"})
    gate.take_your_time = lambda: registry.register(late) and registry.codes()
    monkeypatch.setitem(sys.modules, "gate_of_a_test", gate)
    registry.also(folder)
    assert registry.codes() == ["late"]
