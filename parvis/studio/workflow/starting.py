"""What a workflow begins from: a ready-made one, or next to nothing."""

from dataclasses import dataclass

from parvis.catalogue.workflows.resolving import latest, ready_made, resolved


@dataclass(frozen=True, slots=True)
class Beginning:
    """A ready-made workflow that one may start from."""

    name: str
    title: str
    summary: str
    statuses: list[str]


def beginnings() -> list[Beginning]:
    """Return the last revision of each ready-made workflow, by the number of its steps."""
    names = sorted({latest(each.partition("/")[0]) for each in ready_made()})
    found = [_beginning(name) for name in names]
    return sorted(found, key=lambda one: (len(one.statuses), one.name))


def _beginning(name: str) -> Beginning:
    made = ready_made()[name]
    labels = [str(each["label"]) for each in resolved({"use": name})["statuses"]]
    return Beginning(name, str(made.get("title", name)), str(made.get("summary", "")), labels)
