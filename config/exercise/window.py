"""One window of a real browser: Chromium through Playwright, which is a dependency of developers only."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from config.console import CommandError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

NARROW = (320, 640)
"""The narrowest phone we promise."""
PATIENCE = 15_000  # milliseconds
_SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_ABSENT = (
    "--browser needs Playwright, a dependency of developers: pip install -r requirements/dev.txt (and Chromium, "
    "whose path PARVIS_CHROMIUM says)"
)


@contextmanager
def browser() -> Iterator["Browser"]:
    """Start Chromium. Raises CommandError when Playwright or Chromium is absent."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise CommandError(_ABSENT) from None
    # Playwright's loop lives in this thread, where the trial also reads through the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = os.environ.get("PARVIS_CHROMIUM", "/usr/bin/chromium")
        try:
            started = playwright.chromium.launch(executable_path=path, args=_SWITCHES)
        except Error as error:
            raise CommandError(f"{_ABSENT}: {str(error).splitlines()[0]}") from None
        try:
            yield started
        finally:
            started.close()


@contextmanager
def window(started: "Browser", address: str, *, scripts: bool) -> Iterator["Window"]:
    """Open the window of a new visitor, 320 pixels wide, with or without scripts."""
    context = started.new_context(
        base_url=address,
        viewport={"width": NARROW[0], "height": NARROW[1]},
        locale="fr-FR",
        java_script_enabled=scripts,
    )
    try:
        yield Window(context, scripts=scripts)
    finally:
        context.close()


class Window:
    """What a person sees and does. ``faults`` are what the browser complains of: errors of scripts, breaches of CSP."""

    def __init__(self, context: "BrowserContext", *, scripts: bool) -> None:
        self.context, self.scripts = context, scripts
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.status = 200
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def go(self, address: str) -> None:
        """Open an address."""
        self._answered(self.page.goto(address))

    def sign_in(self, cookie: str, session: str, address: str) -> None:
        """Hold the cookie of a session."""
        self.context.add_cookies([{"name": cookie, "value": session, "url": address}])

    def press(self, selector: str) -> None:
        """Press a button that leads to a page, and wait for it."""
        with self.page.expect_navigation() as leads:
            self.page.locator(selector).last.click()
        self._answered(leads.value)

    def wait(self, milliseconds: int) -> None:
        """Let scripts work."""
        self.page.wait_for_timeout(milliseconds)

    @property
    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window; 0 as it must."""
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return max(0, int(self.page.evaluate(wide)))

    def boxes(self) -> list[dict[str, Any]]:
        """Return every box of the page that somebody sees: its name, kind, value, whether it is ticked, its place."""
        told: list[dict[str, Any]] = self.page.evaluate(_BOXES)
        return [box for box in told if box["seen"]]

    def box(self, told: Mapping[str, Any]) -> "Locator":
        """Return the box that was told, as long as the page is not drawn again."""
        return self.page.locator("main [name]").nth(told["place"])

    def _answered(self, response: Any) -> None:
        self.status = response.status if response is not None else 0

    def _listen(self, said: Any) -> None:
        """Keep what is wrong; a page answered 4xx (answers to put right) is no fault."""
        if said.type == "error" and "status of 4" not in said.text:
            self.faults.append(said.text)


_BOXES = """() => [...document.querySelectorAll("main [name]")].map((box, place) => ({
  place, name: box.name, kind: box.tagName === "INPUT" ? box.type : box.tagName.toLowerCase(), value: box.value,
  ticked: Boolean(box.checked), several: Boolean(box.multiple), accept: box.accept ?? "", id: box.id,
  suggests: box.hasAttribute("data-combobox-input"),
  offers: box.tagName === "SELECT" ? [...box.options].map((option) => option.value) : [],
  seen: box.type !== "hidden" && !box.matches(":disabled") && (box.type === "file" || box.checkVisibility()),
}))"""
