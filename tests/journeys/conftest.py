"""Chromium over the running product. A journey fails if a page logs an error, so a breach of the CSP fails it.

``phone_page`` and ``desk_page`` are pages of two sizes on ``live_server``; ``axe(page)`` fails on any violation of
accessibility. Screenshots asked for with ``PARVIS_SCREENSHOTS=<folder>`` are taken by ``shot(page, name)``.
"""

import os
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from parvis import ui

CHROMIUM = os.environ.get("PARVIS_CHROMIUM", "/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAITED_IN_VAIN = [r"^(TimeoutError|TargetClosedError|Error): ", r"^AssertionError: (Locator|Page) expected"]
MODULES = Path(ui.__file__).parent / "static" / "parvis" / "js"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Play again, twice at most, a journey in which the browser waited in vain: a slow Chromium may lose a page.

    What our pages do wrong fails each time; what is not a wait fails at once. The run tells how many were played again.
    """
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=WAITED_IN_VAIN))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    # Playwright's loop lives in this thread, where tests also arrange data through the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Return a function opening a page of its own visitor: ``new_page(width, height, color_scheme="dark")``."""
    opened: list[tuple[Any, list[str]]] = []

    def open_page(width: int, height: int, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="fr-FR", **options
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if _is_a_fault(said, page) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        opened.append((context, wrong))
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    assert [line for _, wrong in opened for line in wrong] == []


@pytest.fixture(scope="session")
def seed() -> int:
    """Return what random cases are drawn from: the same at every run, unless ``PARVIS_SEED`` says otherwise."""
    return int(os.environ.get("PARVIS_SEED", "1"))


@pytest.fixture
def module_page(browser: Browser) -> Iterator[Page]:
    """Return a page with nothing but our modules, under ``/js/``: no server, no database."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.route("http://page.invalid/**", _module)
    page.goto("http://page.invalid/")
    yield page
    context.close()


def _module(route: Route) -> None:
    name = route.request.url.rpartition("/js/")[2]
    if name.endswith(".js"):
        route.fulfill(body=(MODULES / name).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def _is_a_fault(said: ConsoleMessage, page: Page) -> bool:
    """Tell a fault from a refusal: Chromium logs a page answered 4xx (answers to correct) as an error."""
    refused = said.location.get("url") == page.url and "status of 4" in said.text
    return said.type == "error" and not refused


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    """Return a page of the narrowest phone we promise: 320 px."""
    return new_page(320, 640)


@pytest.fixture
def desk_page(new_page: Callable[..., Page]) -> Page:
    """Return a page of an agent's screen."""
    return new_page(1280, 800)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Return a function that fails when axe finds a violation in the page."""

    def check(page: Page) -> None:
        page.evaluate(AXE)
        found = page.evaluate("() => axe.run()")["violations"]
        if found:
            pytest.fail("\n".join(_violation(each) for each in found), pytrace=False)

    return check


def _violation(found: dict[str, Any]) -> str:
    places = [node["html"][:160] for node in found["nodes"][:3]]
    reasons = found["nodes"][0].get("failureSummary", "")
    return f"{found['id']}: {found['help']} — {places} — {reasons}"


@pytest.fixture(scope="session")
def shot() -> Callable[[Page, str], None]:
    """Return a function that keeps a picture of the whole page when ``PARVIS_SCREENSHOTS`` names a folder."""
    folder = os.environ.get("PARVIS_SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return take
