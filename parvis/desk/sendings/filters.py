"""How the list of messages is narrowed: by state, by channel, by what they are."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parvis.channels.models import NOT_DELIVERED, MessageState
from parvis.channels.queries import Narrowed
from parvis.desk.sendings.shown import CHANNELS, PURPOSES

STATES: dict[str, tuple[Any, frozenset[str]]] = {
    "attente": (
        _("À envoyer ou à imprimer"),
        frozenset({MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED, MessageState.TO_PRINT}),
    ),
    "partis": (_("Envoyés"), frozenset({MessageState.SENT})),
    "remis": (_("Remis"), frozenset({MessageState.DELIVERED})),
    "perdus": (_("Non remis"), frozenset(NOT_DELIVERED)),
    "relayes": (_("Relayés par un autre moyen"), frozenset()),
    "gardes": (_("Gardés, sans envoi"), frozenset({MessageState.KEPT})),
}


NAMES = ("etat", "moyen", "nature")


def chosen(asked: QueryDict) -> Narrowed:
    """Return what was chosen; what is not offered narrows nothing."""
    state, channel, purpose = (asked.get(name, "") for name in NAMES)
    return Narrowed(
        states=STATES[state][1] if state in STATES else frozenset(),
        channel=channel if channel in CHANNELS else "",
        purpose=purpose if purpose in PURPOSES else "",
        relayed=state == "relayes",
    )


def filters(narrowed: Narrowed) -> list[dict[str, Any]]:
    """Return the lists of the filter, as the page draws them."""
    known = {states: code for code, (_label, states) in STATES.items()}
    state = known[narrowed.states] if narrowed.states or narrowed.relayed else ""
    return [
        _select("etat", _("État"), {code: label for code, (label, _states) in STATES.items()}, state),
        _select("moyen", _("Moyen"), CHANNELS, narrowed.channel),
        _select("nature", _("Nature"), PURPOSES, narrowed.purpose),
    ]


def _select(name: str, label: Any, options: dict[str, Any], value: str) -> dict[str, Any]:
    context = {
        "id": f"filtre-{name}",
        "name": name,
        "label": str(label),
        "required": True,
        "value": value,
        "options": [{"value": code, "label": str(said)} for code, said in options.items()],
        "empty_label": str(_("Tous")),
        "errors": [],
    }
    return {"template": "fields/select.html", "context": context}
