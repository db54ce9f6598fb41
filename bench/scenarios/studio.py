"""The studio: one change to a large form, kept and drawn again, as a builder's page asks for it."""

import re
import secrets
from collections.abc import Callable
from html import unescape
from typing import Any

from bench import large_form
from bench.measures import Measure, spread
from bench.run import Bench, as_system, expect, scenario
from bench.visitor import TOKEN, Answer, Visitor

TIMES, WARM = 20, 4
HTMX = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
_SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')
_UNDO = re.compile(r'value="(annuler \d+)"')
_PREVIEW = re.compile(r'"src": "([^"#]+)')


@scenario("studio")
def changes(bench: Bench) -> list[Measure]:
    """One change to a form of 150 questions and 200 rules: saved, then panel, outline and preview drawn again."""
    home = _draft()
    builder = Builder(bench, home)
    questions = [f"q{rank}" for rank in range(40, 40 + TIMES + WARM)]
    gestures: list[tuple[str, Callable[[str], Answer]]] = [
        ("label", builder.write),
        ("move", lambda key: builder.gesture(f"descendre {key}")),
        ("duplicate", lambda key: builder.gesture(f"copier {key}")),
        ("add", builder.add),
        ("undo", lambda _key: builder.gesture(builder.last)),
    ]
    measures = []
    for name, make in gestures:
        measures += _timed(bench, builder, name, make, questions)
    return measures


class Builder:
    """A builder before the editor: what the page's script asks of the server, without the script."""

    def __init__(self, bench: Bench, home: str) -> None:
        self.visitor: Visitor = bench.agent(_account())
        self.home = home
        page = expect(self.visitor.get(f"{home}questions/"))
        found = TOKEN.search(page.text)
        self.token = found[1] if found else ""
        self.last = ""

    def write(self, key: str) -> Answer:
        """Change the label of a question, as its panel posts it; the panel is read before, unmeasured."""
        panel = self.panels[key]
        return self._post(f"questions/q/{key}/", {**panel, "label": f"Question {secrets.token_hex(4)}"})

    def add(self, key: str) -> Answer:
        """Add a question after another."""
        return self._post(
            f"questions/ajouter/?etape=p4&apres={key}", {"label": f"Date {key}", "required": "yes"}
        )

    def gesture(self, said: str) -> Answer:
        """Make a gesture that needs no box."""
        return self._post("questions/gestes/", {"geste": said})

    def preview(self, answer: Answer) -> Answer:
        """Draw the preview again, as the page does once the change is kept."""
        found = _PREVIEW.search(answer.headers.get("hx-trigger-after-settle", ""))
        if found is None:
            raise RuntimeError(f"{answer.address} says nothing of the preview")
        return expect(self.visitor.get(found[1]))

    def open(self, keys: list[str]) -> None:
        """Read the panels of questions, so that they can be posted back."""
        self.panels = {
            key: _boxes(expect(self.visitor.get(f"{self.home}questions/q/{key}/"))) for key in keys
        }

    def _post(self, path: str, given: dict[str, Any]) -> Answer:
        from urllib.parse import urlencode

        body = urlencode({"csrfmiddlewaretoken": self.token, **given}, doseq=True).encode()
        answer = expect(self.visitor.send("POST", self.home + path, body, HTMX))
        undo = _UNDO.search(answer.text)
        if undo is None:
            raise RuntimeError(f"{path} changed nothing: {_errors(answer)}")
        self.last = undo[1]
        return answer


def _timed(
    bench: Bench, builder: Builder, name: str, make: Callable[[str], Answer], keys: list[str]
) -> list[Measure]:
    """Make one change on each of the questions; return the CPU and the waits, those of the preview included."""
    builder.open(keys)
    walls: list[float] = []
    before = 0.0
    for rank, key in enumerate(keys):
        if rank == WARM:
            before = bench.stage.cpu_ms()
        kept = make(key)
        drawn = builder.preview(kept)
        if rank >= WARM:
            walls.append(kept.first_byte_ms + drawn.first_byte_ms)
    cpu = (bench.stage.cpu_ms() - before) / len(walls)
    waits = [one for one in spread("studio", walls, bench.cases) if one.metric != "wall_ms_p99"]
    named = [Measure("studio", f"{name}_{one.metric}", one.value, one.unit, one.cases) for one in waits]
    return [Measure("studio", f"{name}_cpu_ms", cpu, "ms", bench.cases), *named]


def _boxes(page: Answer) -> dict[str, list[str]]:
    """Return what the panel of a page would post untouched."""
    form = page.text.split("data-editing", 1)[1].split("</form>", 1)[0]
    given: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind, value = (_attribute(tag, each) for each in ("name", "type", "value"))
        if name and not (kind in {"checkbox", "radio"} and " checked" not in tag):
            given.setdefault(name, []).append(value)
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        given[name] = [unescape(text)]
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        given[name] = [unescape(chosen[1])] if chosen else [""]
    given.pop("csrfmiddlewaretoken", None)
    return given


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _account() -> int:
    """Return the account of who builds for the region, made once a base."""
    from parvis.common.models import Account
    from parvis.organisations.models import Agent, Habilitation, Organisation, Role

    with as_system():
        region = Organisation.objects.get(slug="region-banc")
        account, is_new = Account.objects.get_or_create(
            email="atelier@banc.invalid", defaults={"password": "!"}
        )
        if is_new:
            agent = Agent.objects.create(
                account=account, organisation=region, first_name="Julie", last_name="Agent atelier"
            )
            Habilitation.objects.create(
                agent=agent, organisation=region, role=Role.PROCEDURE_BUILDER, since="2020-01-01"
            )
        return int(account.pk)


def _draft() -> str:
    """Begin a procedure of 150 questions and 200 rules; return its address in the studio."""
    from parvis.catalogue.services.drafts import begin_procedure
    from parvis.organisations.models import Organisation
    from parvis.organisations.sessions import agent_for_account

    session = agent_for_account(_account())
    if session is None:
        raise RuntimeError("the builder is no agent in office")
    code = f"banc-150-{secrets.token_hex(4)}"
    with as_system():
        begin_procedure(
            organisation=Organisation.objects.get(slug="region-banc"),
            title="Grand formulaire",
            code=code,
            by=session,
            definition={**large_form.large(), "format": "parvis-procedure/1"},
        )
    return f"/atelier/region-banc/demarches/{code}/"


def _errors(answer: Answer) -> str:
    """Return what a panel says is wrong."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.split("error-summary", 1)[-1]).split())[:300]
