"""Workflows small enough to be read in a test, and towns where they run."""

from typing import Any

from tests.factories.cases import Town, make_town

FORM: dict[str, Any] = {
    "pages": [
        {
            "key": "p1",
            "title": "Votre projet",
            "fields": [
                {"type": "text", "key": "reason", "label": "Motif", "required": False},
                {"type": "date", "key": "wished_on", "label": "Date voulue", "required": False},
            ],
        }
    ]
}


def status(key: str, state: str = "in_progress", **more: Any) -> dict[str, Any]:
    """Return a status."""
    return {"key": key, "label": key.replace("_", " ").capitalize(), "state": state, **more}


def transition(key: str, origins: list[str] | str, to: str, **more: Any) -> dict[str, Any]:
    """Return a transition."""
    label = key.replace("_", " ").capitalize()
    return {"key": key, "label": label, "from": origins, "to": to, **more}


def workflow(
    statuses: list[dict[str, Any]], transitions: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """Return a workflow."""
    return {"statuses": statuses, "transitions": transitions, **more}


def examination(**more: Any) -> dict[str, Any]:
    """Return a workflow of four statuses: received, examined, waiting for the person, done."""
    return workflow(
        [
            status("received", "received"),
            status("examined", person={"label": "Nous étudions votre demande"}),
            status("waiting", "waiting_for_person"),
            status("done", "closed", final=True),
        ],
        [
            transition("take", ["received"], "examined"),
            transition("finish", ["examined", "waiting"], "done", confirm="C’est fini ?"),
            transition("resume", ["waiting"], "examined", who=["person"]),
        ],
        **more,
    )


def town_with(workflow_: dict[str, Any], **more: Any) -> Town:
    """Make a town whose procedure has a workflow. Call as the system."""
    definition = {"form": FORM, "workflow": workflow_, **more.pop("definition", {})}
    return make_town(definition=definition, regime=more.pop("regime", "none"), delay="2m", **more)
