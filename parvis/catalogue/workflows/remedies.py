"""What puts a remark on a workflow right in one gesture, where one is enough: by the code that the remark says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.workflows.resolving import latest

Document = dict[str, Any]


@dataclass(frozen=True)
class Remedy:
    """A gesture: its label, and what it does to a definition whose workflow is whole. ``key`` is what it is about."""

    label: str | Promise
    mend: Callable[[Document, str], None]


def _status(definition: Document, key: str) -> Document:
    found: Document = next(each for each in definition["workflow"]["statuses"] if each["key"] == key)
    return found


def _ends_there(definition: Document, key: str) -> None:
    _status(definition, key).update(final=True, state="closed")


def _alert_when_late(definition: Document, key: str) -> None:
    flow, status = definition["workflow"], _status(definition, key)
    known = {each["key"] for each in flow["transitions"]}
    name = next(
        name for rank in range(1, 1000) if (name := f"{key[:40]}_late{rank if rank > 1 else ''}") not in known
    )
    flow["transitions"].append(
        {
            "key": name,
            "label": (_("Retard à l’étape « %(label)s »") % {"label": status["label"]})[:200],
            "from": [key],
            "to": "same",
            "when": {"on": "delay", "after": status["within"]},
            "actions": [
                {
                    "do": "alert_team",
                    "text": _(
                        "La demande {{ case.number }} attend depuis trop longtemps : {{ case.desk_address }}"
                    ),
                }
            ],
        }
    )


def _by_the_team(definition: Document, key: str) -> None:
    next(each for each in definition["workflow"]["transitions"] if each["key"] == key).pop("who", None)


def _drop_status(definition: Document, key: str) -> None:
    from parvis.catalogue.composition.workflow.parts import remove  # noqa: PLC0415 - composition reads the lint

    remove(definition["workflow"], "statuses", key)


def _receipt_owed(definition: Document, _key: str) -> None:
    definition["law"]["receipt_owed"] = True


def _newer_revision(definition: Document, _key: str) -> None:
    used = definition["workflow"]["use"]
    definition["workflow"]["use"] = latest(used.partition("/")[0])


REMEDIES: dict[str, Remedy] = {
    "ends_there": Remedy(gettext_lazy("Le parcours finit ici"), _ends_there),
    "alert_when_late": Remedy(gettext_lazy("Alerter le service quand elle est dépassée"), _alert_when_late),
    "by_the_team": Remedy(gettext_lazy("La confier au service chargé"), _by_the_team),
    "drop_status": Remedy(gettext_lazy("Supprimer cette étape"), _drop_status),
    "receipt_owed": Remedy(gettext_lazy("Envoyer un accusé de réception"), _receipt_owed),
    "newer_revision": Remedy(gettext_lazy("Suivre la nouvelle version"), _newer_revision),
}
AS_WRITTEN = frozenset({"newer_revision"})
"""Remedies that change the workflow as it is written, its ready-made part left where it is."""
