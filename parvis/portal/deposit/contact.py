"""How the person wants to be answered: asked at the end, and only what their answers leave open."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.catalogue.forms import engine
from parvis.common import clock
from parvis.deadlines.silence import Regime
from parvis.people.models import PreferredChannel
from parvis.portal.deposit.way import Way

CHANNEL, CONSENT = "_channel", "_consent"


def contact_question(way: Way, posted: QueryDict) -> list[dict[str, Any]]:
    """Return the widgets that ask the channel of the answer and the consent to electronic exchanges, if needed.

    Whoever signed in has said it once in their space.
    """
    if way.draft.person_id:
        return []
    reachable = _channels(way)
    asked = []
    if len(reachable) > 1:
        options = [{"value": channel, "label": label} for channel, label in reachable.items()]
        asked.append(
            _widget(
                "fields/radios.html",
                name=CHANNEL,
                label=_("Comment voulez-vous recevoir nos réponses ?"),
                options=options,
                value=posted.get(CHANNEL, next(iter(reachable))),
            )
        )
    if PreferredChannel.EMAIL in reachable and _has_decision(way):
        asked.append(
            _widget(
                "fields/checkbox.html",
                name=CONSENT,
                label=_("Recevoir la décision sans papier"),
                help=_("Sans votre accord, la décision vous est aussi envoyée par courrier."),
                text=_("J’accepte de recevoir la décision par voie électronique."),
                required=False,
                value=posted.get(CONSENT) == "yes",
            )
        )
    return asked


def read_contact(posted: QueryDict, way: Way) -> dict[str, Any]:
    """Return what was chosen, as the intake takes it. What was not offered is not heard."""
    reachable = _channels(way)
    chosen = posted.get(CHANNEL, "")
    contact: dict[str, Any] = {}
    if reachable:
        contact["preferred_channel"] = chosen if chosen in reachable else next(iter(reachable))
    if posted.get(CONSENT) == "yes" and PreferredChannel.EMAIL in reachable and _has_decision(way):
        contact["electronic_consent_at"] = clock.now()
    return contact


def _channels(way: Way) -> dict[str, str]:
    """Return the channels that the answers make possible, the quickest first."""
    found = engine.extract(way.form, way.draft.answers)
    channels: dict[str, str] = {}
    if found.person.get("email"):
        channels[PreferredChannel.EMAIL] = _("Par e-mail, à %(email)s") % {"email": found.person["email"]}
    if found.person.get("phone"):
        channels[PreferredChannel.PHONE] = _("Par téléphone")
    if found.address:
        channels[PreferredChannel.POST] = _("Par courrier")
    return channels


def _has_decision(way: Way) -> bool:
    return way.form.definition["law"]["regime"] in {Regime.SVA, Regime.SVR}


def _widget(template: str, *, name: str, **context: Any) -> dict[str, Any]:
    return {"template": template, "context": {"id": f"q{name}", "name": name, **context}}
