"""Whether a workflow makes sense: every status reached and left, every deadline followed, every decision in law."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.forms.remarks import Level, Remark, remark_at
from parvis.catalogue.workflows.actions import Phase
from parvis.catalogue.workflows.definition import (
    ARRIVAL,
    BACK,
    FUNCTION,
    SAME,
    Status,
    Step,
    Transition,
    Workflow,
)
from parvis.catalogue.workflows.naming import path_of

MOST_STATUSES, MOST_TRANSITIONS = 15, 40
"""Beyond, people get lost: the simplicity budget (never complicate all files to treat a few of them)."""
ENDS = frozenset({"closed", "withdrawn", "transferred_out"})
_BY_THE_DESK = frozenset(
    {
        "in_progress",
        "waiting_for_person",
        "waiting_for_third_party",
        "decided",
        "closed",
        "withdrawn",
        "transferred_out",
    }
)
"""Legal states to which a gesture of the desk, or of the person, leads by itself."""
_AGENTS = frozenset({"handler", "assignee", "manager", "agents"})


def sense_remarks(definition: dict[str, Any], flow: Workflow) -> Iterator[Remark]:
    """Yield what makes no sense in a workflow whose names are right."""
    sense = _Sense(definition, flow)
    yield from sense.statuses()
    yield from sense.transitions()
    yield from sense.together()
    yield from sense.steps()
    yield from sense.law()
    yield from sense.budget()


class _Sense:
    def __init__(self, definition: dict[str, Any], flow: Workflow) -> None:
        self.definition, self.flow = definition, flow
        self.reached = reached(flow)

    def statuses(self) -> Iterator[Remark]:
        """Yield statuses never reached, never left, that end without ending, whose delay nobody acts on."""
        for status in self.flow.statuses.values():
            leaving = [each for each in self.flow.leaving(status.key) if each.to != SAME]
            if status.key not in self.reached:
                yield self._on(status, _("aucune suite ne mène à cette étape."), remedy="drop_status")
            if not leaving and not status.final and status.state not in ENDS:
                said = _("aucune suite n’en sort : ajoutez-en une, ou dites que le parcours y finit.")
                yield self._on(status, said, remedy="ends_there")
            if status.final and status.state not in ENDS | {"decided"}:
                said = _(
                    "le parcours y finit, mais la demande reste ouverte : ses délais courraient toujours."
                )
                yield self._on(status, said, remedy="ends_there")
            timed = any(each.when.on in {"delay", "date"} for each in self.flow.leaving(status.key))
            if status.within is not None and not timed and not status.final:
                said = _("cette étape a une durée prévue, mais rien ne se passe quand elle est dépassée.")
                yield self._on(status, said, Level.WARNING, remedy="alert_when_late")

    def transitions(self) -> Iterator[Remark]:
        """Yield transitions that nobody may make, or of which the right would not say what it means."""
        named = self._named_functions()
        for each in self.flow.transitions.values():
            if not each.pressed:
                continue
            if "payer" in each.who:
                said = _("qui paie ne choisit pas de suite : demandez un paiement, puis attendez son signal.")
                yield self._at(each, said, remedy="by_the_team")
            elif "mandatary" in each.who and "person" not in each.who:
                said = _(
                    "rien ne distingue ici un mandataire de la personne : donnez cette suite à la personne."
                )
                yield self._at(each, said)
            elif not any(self._someone(who, named) for who in each.who):
                yield self._at(each, _("personne ne peut faire cette suite."), remedy="by_the_team")

    def together(self) -> Iterator[Remark]:
        """Yield transitions that would happen at once, and automatic ones that go round in circles."""
        for status in self.flow.statuses.values():
            settled: Transition | None = None
            seen: dict[tuple[Any, ...], Transition] = {}
            for each in self.flow.leaving(status.key):
                if each.when.on == ARRIVAL:
                    if settled is not None:
                        yield self._at(each, _clash(settled))
                    settled = settled or (None if each.condition else each)
                elif not each.pressed and each.condition is None:
                    when = (
                        each.when.on,
                        each.when.name,
                        each.when.answer,
                        str(each.when.after),
                        each.when.date,
                    )
                    if when in seen and each.to != SAME:
                        yield self._at(each, _clash(seen[when]))
                    seen.setdefault(when, each)
        yield from self._circles()

    def steps(self) -> Iterator[Remark]:
        """Yield actions that cannot run where they are, are not there, or reach nobody."""
        for status in self.flow.statuses.values():
            if any(step.action.decides for step in status.on_arrival):
                said = _("une décision est prise par un agent : mettez-la sur une suite qu’il choisit.")
                yield self._on(status, said)
        for each in self.flow.transitions.values():
            yield from self._actions_of(each)
        reachable = _reaches_person(self.definition)
        for step in self.flow.steps():
            if not step.action.provided():
                said = _("« %(name)s » n’est pas disponible sur cette plateforme.") % {"name": step.name}
                yield self._place(step.place, said, Level.WARNING)
            if step.action.notifies and "person" in _written_to(step) and not reachable:
                said = _(
                    "rien ne dit comment joindre la personne : ce message n’irait que sur sa page de suivi."
                )
                yield self._place(step.place, said, Level.WARNING)

    def _actions_of(self, each: Transition) -> Iterator[Remark]:
        decided_by_agent = each.pressed and any(
            who in _AGENTS or who.startswith(FUNCTION) for who in each.who
        )
        for step in each.actions:
            if step.action.decides and not decided_by_agent:
                yield self._at(each, _("une décision est prise par un agent, qui choisit cette suite."))
            if step.action.phase is Phase.JOB and step.action.awaited:
                said = _(
                    "« %(name)s » se fait juste après : mettez-la à l’arrivée d’une étape pour l’attendre."
                )
                yield self._at(each, said % {"name": step.name}, Level.WARNING)

    def law(self) -> Iterator[Remark]:
        """Yield decided statuses reached without a decision, and a receipt that the law owes."""
        for each in self.flow.transitions.values():
            if each.to in {SAME, BACK} or self.flow.status(each.to).state != "decided":
                continue
            decides = any(step.action.decides for step in each.actions)
            told = each.when.on == "event" and each.when.name == "decided"
            from_decided = all(
                self.flow.statuses[key].state == "decided"
                for key in each.origins
                if key in self.flow.statuses
            ) and not {"any", "open"}.intersection(each.origins)
            if not (decides or told or from_decided):
                yield self._at(each, _("elle mène à « décision prise » sans qu’une décision soit prise."))
        law = self.definition.get("law", {})
        if law.get("regime") in {"SVA", "SVR"} and not law.get("receipt_owed", True):
            said = _("le silence a un effet : un accusé de réception est dû (CRPA L112-3).")
            found = remark_at(self.definition, ["law", "receipt_owed"], said, Level.WARNING)
            yield replace(found, about="law:receipt_owed", remedy="receipt_owed")

    def budget(self) -> Iterator[Remark]:
        """Yield a word when there are more steps than people can follow."""
        met = [
            status
            for status in self.flow.statuses.values()
            if not any(
                each.when.on == ARRIVAL and each.condition is None for each in self.flow.leaving(status.key)
            )
        ]
        if len(met) > MOST_STATUSES or len(self.flow.transitions) > MOST_TRANSITIONS:
            said = _(
                "%(statuses)d étapes et %(transitions)d suites : au-delà de %(most)d étapes, agents et usagers s’y "
                "perdent. Ne compliquez pas toutes les demandes pour quelques-unes."
            )
            counts = {"statuses": len(met), "transitions": len(self.flow.transitions), "most": MOST_STATUSES}
            yield remark_at(self.definition, ["workflow"], said % counts, Level.WARNING)

    def _circles(self) -> Iterator[Remark]:
        """Yield the first transition of each circle of automatic ones without a condition."""
        following = {
            status.key: next((each for each in self.flow.leaving(status.key) if _by_itself(each)), None)
            for status in self.flow.statuses.values()
        }
        told: set[str] = set()
        for start in following:
            path: list[str] = []
            at: str = start
            while (each := following.get(at)) is not None and at not in path and each.to not in {SAME, BACK}:
                path.append(at)
                at = each.to
            if each is not None and at in path and not told.intersection(path):
                told.update(path)
                labels = " → ".join(self.flow.status(key).label for key in [*path[path.index(at) :], at])
                said = _("les suites automatiques tournent en rond : %(path)s.") % {"path": labels}
                yield self._at(each, said)

    def _named_functions(self) -> set[str]:
        named = {key for key, each in self.flow.functions.items() if each.get("default") != "nobody"}
        return named | {
            step.settings["function"] for step in self.flow.steps() if step.action.code == "name_function"
        }

    def _someone(self, who: str, named: set[str]) -> bool:
        if who.startswith(FUNCTION):
            return who.removeprefix(FUNCTION) in named
        return who not in {"system", "payer"}

    def _on(self, status: Status, said: str, level: Level = Level.ERROR, *, remedy: str = "") -> Remark:
        path = path_of(self.definition, "statuses", status.key)
        found = remark_at(self.definition, path, f"« {status.label} » : {said}", level)
        return replace(found, about=f"statuses:{status.key}", remedy=remedy)

    def _at(self, each: Transition, said: str, level: Level = Level.ERROR, *, remedy: str = "") -> Remark:
        path = path_of(self.definition, "transitions", each.key)
        found = remark_at(self.definition, path, f"« {each.label} » : {said}", level)
        return replace(found, about=f"transitions:{each.key}", remedy=remedy)

    def _place(self, place: str, said: str, level: Level) -> Remark:
        _slash, name, key, _rank = place.split("/")
        found = remark_at(self.definition, path_of(self.definition, name, key), said, level)
        return replace(found, about=f"{name}:{key}")


def reached(flow: Workflow) -> set[str]:
    """Return the statuses that a case can be in: by transitions, or by gestures of the desk."""
    homes = [flow.home(state) for state in sorted(_BY_THE_DESK)]
    waiting = [flow.first, *(home.key for home in homes if home is not None)]
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        waiting += [each.to for each in flow.leaving(key) if each.to in flow.statuses]
    return seen


def _by_itself(each: Transition) -> bool:
    return each.when.on == ARRIVAL and each.condition is None


def _written_to(step: Step) -> list[str]:
    default = next((each.default for each in step.action.settings if each.key == "to"), ["person"])
    to: list[str] = step.settings.get("to", default or [])
    return to


def _clash(other: Transition) -> str:
    return _("elle se ferait en même temps que « %(other)s » : seule la première se fait.") % {
        "other": other.label
    }


def _reaches_person(definition: dict[str, Any]) -> bool:
    asked = "person" in definition.get("roles", {}) or "contact" in definition
    return asked or definition.get("sign_in") == "required" or definition.get("audience") == ["agent"]


def leads_to_an_end(flow: Workflow) -> dict[str, int]:
    """Return the statuses from which transitions lead to an end, with how many are needed at least."""
    found = {key: 0 for key, status in flow.statuses.items() if status.final or status.state in ENDS}
    waiting = list(found)
    while waiting:
        there = waiting.pop(0)
        for key in flow.statuses:
            if key not in found and any(each.to == there for each in flow.leaving(key)):
                found[key] = found[there] + 1
                waiting.append(key)
    return found
