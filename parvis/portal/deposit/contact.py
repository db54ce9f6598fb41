"""How the person wants to be answered: asked at the end, and only what their answers leave open."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.catalogue.contacts import readable_phone
from parvis.catalogue.forms import engine
from parvis.channels.queries import is_carried
from parvis.channels.sms.numbers import mobile
from parvis.common import clock
from parvis.deadlines.silence import Regime
from parvis.people.access import get_person
from parvis.people.models import Person, PreferredChannel
from parvis.portal.deposit.way import Way

CHANNEL, CONSENT = "_channel", "_consent"


def contact_question(way: Way, posted: QueryDict) -> list[dict[str, Any]]:
    """Return the widgets that ask the channel of the answer and the consent to electronic exchanges, if needed.

    Whoever signed in finds what they said last, and is not asked again for a consent they gave.
    """
    person = _person(way)
    reachable = _channels(way, person)
    asked = []
    if len(reachable) > 1:
        known = person.preferred_channel if person else ""
        preset = known if known in reachable else next(iter(reachable))
        options = [{"value": channel, "label": label} for channel, label in reachable.items()]
        asked.append(
            _widget(
                "fields/radios.html",
                name=CHANNEL,
                label=_("Comment voulez-vous recevoir nos réponses ?"),
                options=options,
                value=posted.get(CHANNEL, preset),
            )
        )
    if _asks_consent(way, person, reachable):
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
    """Return what was chosen, as the intake takes it. What was not offered is not heard; « said » is the proof."""
    person = _person(way)
    reachable = _channels(way, person)
    chosen, consents = posted.get(CHANNEL, ""), posted.get(CONSENT) == "yes"
    contact: dict[str, Any] = {}
    if reachable:
        contact["preferred_channel"] = chosen if chosen in reachable else next(iter(reachable))
    consents = consents and _asks_consent(way, person, reachable)
    if consents and person is None:  # who signed in is asked by ``send_draft``, which keeps their words
        contact["electronic_consent_at"] = clock.now()
    if chosen in reachable or consents:
        contact["said"] = {"preferred": contact["preferred_channel"], "consents": consents}
    return contact


def _person(way: Way) -> Person | None:
    return get_person(way.draft.person_id) if way.draft.person_id else None


def _channels(way: Way, person: Person | None) -> dict[str, str]:
    """Return the channels that the answers and the profile make possible, the quickest first."""
    found = engine.extract(way.form, way.draft.answers)
    email = found.person.get("email") or (person.email if person else "")
    phone = found.person.get("phone") or (person.phone if person else "")
    channels: dict[str, str] = {}
    if email:
        channels[PreferredChannel.EMAIL] = _("Par e-mail, à %(email)s") % {"email": email}
    if phone and mobile(phone) and is_carried("sms", way.draft.organisation_id):
        channels[PreferredChannel.SMS] = _("Par SMS, au %(phone)s") % {"phone": readable_phone(phone)}
    if phone:
        channels[PreferredChannel.PHONE] = _("Par téléphone")
    if found.address or (person and person.postal_address):
        channels[PreferredChannel.POST] = _("Par courrier")
    if len(channels) > 1 or person is not None:
        channels[PreferredChannel.ONLINE] = _("Seulement en ligne : je viendrai voir")
    return channels


def _asks_consent(way: Way, person: Person | None, reachable: dict[str, str]) -> bool:
    given = person is not None and person.electronic_consent_at is not None
    return PreferredChannel.EMAIL in reachable and not given and _has_decision(way)


def _has_decision(way: Way) -> bool:
    return way.form.definition["law"]["regime"] in {Regime.SVA, Regime.SVR}


def _widget(template: str, *, name: str, **context: Any) -> dict[str, Any]:
    return {"template": template, "context": {"id": f"q{name}", "name": name, **context}}
