"""Pictures of the product for README.md: ``bin/screenshots [NAME…]``.

Starts a demonstration in a temporary folder, does what people do there with Chromium, and writes one small WebP for
each scene in ``docs/screenshots/``. A scene is a function below; its name is the picture's.
"""

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
HEAVIEST = 100_000  # bytes a picture
PATIENCE = 300  # seconds for the demonstration to start
SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 760}, "device_scale_factor": 2, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1.5}

Scene = Callable[[Browser, str], Page]


def portal_home(browser: Browser, address: str) -> Page:
    """The home of a body, on a phone."""
    page = _open(browser, address, PHONE)
    page.goto("/rouen/")
    return page


def portal_procedure(browser: Browser, address: str) -> Page:
    """What a procedure is, on a phone."""
    page = _open(browser, address, PHONE)
    page.goto("/rouen/demarches/abattage-elagage-arbres/")
    return page


def portal_receipt(browser: Browser, address: str) -> Page:
    """The receipt, once a demand is sent without an account, on a phone."""
    page = _open(browser, address, PHONE)
    page.goto("/rouen/demarches/contact/")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Culture, sport, associations").check()
    page.get_by_label("Votre question en quelques mots").fill("Une salle pour notre chorale")
    page.get_by_label("Votre message", exact=True).fill(
        "Bonjour, quelle salle peut nous recevoir le mardi soir ?"
    )
    _until_review(page)
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    page.wait_for_url("**/recu/")
    return page


def desk_queue(browser: Browser, address: str) -> Page:
    """An agent's cases, on a wide screen."""
    page = _agent(browser, address, "Denis Auvray")
    page.get_by_role("link", name="Mes services").first.click()
    return page


def desk_case(browser: Browser, address: str) -> Page:
    """A case as an agent treats it, on a wide screen."""
    page = _agent(browser, address, "Denis Auvray")
    page.locator("[data-open]").first.click()
    page.wait_for_load_state("networkidle")
    return page


def studio_form(browser: Browser, address: str) -> Page:
    """A form as a builder writes it, its preview beside it, on a wide screen."""
    page = _agent(browser, address, "Julien Caron")
    page.goto("/atelier/region-normandie/nouvelle/")
    page.get_by_label("Titre", exact=True).fill("Demander un composteur")
    page.get_by_role("button", name="Commencer").click()
    for line in (
        "# Vous",
        "Vos coordonnées /personne",
        "Avez-vous un jardin ? oui / non",
        "Si oui, sa surface",
    ):
        page.locator("#q-new-label").fill(line)
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.getElementById('q-new-label').value")
    page.get_by_role("link", name=re.compile("^Avez-vous un jardin")).click()
    page.frame_locator("iframe").get_by_text("Avez-vous un jardin").first.wait_for()
    return page


SCENES: dict[str, Scene] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (portal_home, portal_procedure, portal_receipt, desk_queue, desk_case, studio_form)
}


def _open(browser: Browser, address: str, size: dict[str, object]) -> Page:
    page = browser.new_context(base_url=address, locale="fr-FR", **size).new_page()
    page.set_default_timeout(15_000)
    return page


def _agent(browser: Browser, address: str, name: str) -> Page:
    page = _open(browser, address, WIDE)
    page.goto("/demo/")
    page.locator(f"xpath=//*[contains(text(), '{name}')]/ancestor::*[.//form][1]//form//button").first.click()
    page.wait_for_url("**/bureau/**")
    return page


def _until_review(page: Page) -> None:
    """Go through the pages of the form, giving a name and an address where they are asked."""
    for _page in range(10):
        for label, text in (
            ("Prénom", "Jeanne"),
            ("Nom", "Martin"),
            ("Adresse e-mail", "jeanne.martin@usager.invalid"),
        ):
            box = page.get_by_label(re.compile(rf"^{label}( |$|\s*\()"))
            if box.count() and not box.first.input_value():
                box.first.fill(text)
        if "/verification/" in page.url:
            return
        page.get_by_role(
            "button", name=re.compile("^(Continuer|Suivant|Vérifier|Étape suivante)")
        ).first.click()
        page.wait_for_load_state()
    raise SystemExit(f"the form never came to its review: {page.url}")


@contextmanager
def _demonstration() -> Iterator[str]:
    """Run a demonstration in a temporary folder, for the time of the block."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="parvis-screenshots-") as folder:
        Path(folder).chmod(0o711)
        command = [
            sys.executable,
            "-P",
            "-m",
            "parvis",
            "demo",
            "--port",
            str(port),
            "--data",
            f"{folder}/data",
        ]
        started = subprocess.Popen(command, cwd=ROOT)
        try:
            _wait(started, f"{address}/sante/")
            yield address
        finally:
            started.terminate()
            started.wait(60)


def _wait(started: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if started.poll() is not None:
            raise SystemExit("the demonstration did not start, see above")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the demonstration is too long to start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _keep(page: Page, name: str) -> None:
    """Write the picture, at the best quality that stays light enough."""
    page.wait_for_load_state("networkidle")
    raw = FOLDER / f"{name}.png"
    page.screenshot(path=raw, animations="disabled")
    target = raw.with_suffix(".webp")
    with Image.open(raw) as picture:
        for quality in (90, 80, 70, 60, 50):
            picture.save(target, "WEBP", quality=quality, method=6)
            if target.stat().st_size <= HEAVIEST:
                break
    raw.unlink()
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")


def main() -> None:
    """Take the pictures asked for, all by default."""
    parser = argparse.ArgumentParser(description="Take the pictures of README.md again.")
    parser.add_argument("name", nargs="*", help=f"only these: {', '.join(SCENES)}")
    names = parser.parse_args().name or list(SCENES)
    if unknown := sorted(set(names) - set(SCENES)):
        raise SystemExit(f"no such picture: {', '.join(unknown)} (there are: {', '.join(SCENES)})")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is missing. Type: apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    with _demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        for name in names:
            _keep(SCENES[name](browser, address), name)
        browser.close()


if __name__ == "__main__":
    main()
