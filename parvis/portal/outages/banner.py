"""What the pages of residents tell of outages."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.organisations.models import Organisation
from parvis.outages.models import Function, Outage
from parvis.outages.notices import Notice, notices
from parvis.outages.wording import functions_in_words
from parvis.ui import words


@dataclass(frozen=True)
class Banner:
    """One outage in words: ``kind`` of notice, title, sentences. ``stops``: the person should take another way."""

    kind: str
    title: str
    sentences: list[str]
    stops: bool


def banners(body: Organisation | None, code: str = "") -> list[Banner]:
    """Return what to tell on a page of a body, about a procedure when one is named."""
    told = notices(body.pk if body else None, code)
    return [_banner(one) for one in told if set(one.outage.functions) != {Function.DESK}]


def _banner(notice: Notice) -> Banner:
    outage = notice.outage
    sentences = [sentence for sentence in (_what(outage), *_until(notice), outage.said) if sentence]
    if notice.is_running:
        title = (
            _("Une panne touche cette démarche") if outage.procedures else _("Une panne touche notre service")
        )
        return Banner("warning", title, sentences, stops=outage.stops_persons or outage.stops_deposits)
    return Banner("info", _("Maintenance prévue"), sentences, stops=False)


def _what(outage: Outage) -> str:
    facts = {"what": functions_in_words(outage), "since": words.moment(outage.starts_at)}
    if outage.is_planned:
        return _("À partir du %(since)s, il y aura un arrêt. Cela touche : %(what)s.") % facts
    return _("Cela ne fonctionne pas depuis le %(since)s : %(what)s.") % facts


def _until(notice: Notice) -> list[str]:
    until = notice.outage.expected_until
    if until is None:
        return []
    if notice.overruns:
        return [_("Cela devait finir le %(until)s : nous avons du retard.") % {"until": words.moment(until)}]
    if timezone.localdate(until) == timezone.localdate(notice.outage.starts_at):
        return [_("Fin prévue à %(hour)s.") % {"hour": words.time(until)}]
    return [_("Fin prévue le %(until)s.") % {"until": words.moment(until)}]
