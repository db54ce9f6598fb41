"""Why a case is due on its date, in sentences: the facts its clock was computed from, each with its
article.
"""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.cases.models import Case, PieceRequest
from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.errors import BadDelay
from parvis.deadlines.silence import Regime
from parvis.ui import words


def why_this_date(case: Case, pieces: Iterable[PieceRequest]) -> list[str]:
    """Return the sentences, in the order things happened; one sentence when nothing is due."""
    if case.due_on is None:
        return [_("Cette démarche n’a pas de délai de réponse.")]
    said = [_("Demande reçue le %(date)s.") % {"date": words.date(case.first_received_at)}]
    if timezone.localdate(case.received_at) != timezone.localdate(case.first_received_at):
        said.append(_after_transfer(case))
    said += [_about_pieces(case, request) for request in pieces if request.suspends]
    said.append(_silence(case))
    return said


def delay_words(text: str) -> str:
    """Return « 2 mois », « 10 jours ouvrés » from a delay as the law of a procedure writes it."""
    try:
        delay = Delay.parse(text)
    except BadDelay:
        return text
    said = {
        Unit.MONTHS: ngettext("%(count)d mois", "%(count)d mois", delay.amount),
        Unit.CLEAR_MONTHS: ngettext("%(count)d mois franc", "%(count)d mois francs", delay.amount),
        Unit.DAYS: ngettext("%(count)d jour", "%(count)d jours", delay.amount),
        Unit.CLEAR_DAYS: ngettext("%(count)d jour franc", "%(count)d jours francs", delay.amount),
        Unit.WORKING_DAYS: ngettext("%(count)d jour ouvré", "%(count)d jours ouvrés", delay.amount),
        Unit.BUSINESS_DAYS: ngettext("%(count)d jour ouvrable", "%(count)d jours ouvrables", delay.amount),
    }[delay.unit]
    return said % {"count": delay.amount}


def _after_transfer(case: Case) -> str:
    facts = {"date": words.date(case.received_at)}
    if case.regime == Regime.SVA:
        return (
            _(
                "Transmise par un autre organisme, reçue ici le %(date)s : le "
                "délai part de ce jour (CRPA L114-3)."
            )
            % facts
        )
    return (
        _(
            "Transmise par un autre organisme, reçue ici le %(date)s : le délai continue "
            "depuis la première réception (CRPA L114-3)."
        )
        % facts
    )


def _about_pieces(case: Case, request: PieceRequest) -> str:
    facts = {
        "asked": words.date(request.asked_at, weekday=False),
        "due": words.date(request.due_on, weekday=False),
    }
    if request.answered_at:
        facts["given"] = words.date(request.answered_at, weekday=False)
    if case.regime == Regime.SVA:
        if request.answered_at:
            return (
                _(
                    "Pièces demandées le %(asked)s, reçues le %(given)s : le "
                    "délai part de ce jour (CRPA L114-5)."
                )
                % facts
            )
        return (
            _("Pièces demandées le %(asked)s : le délai ne partira qu’à leur réception (CRPA L114-5).")
            % facts
        )
    if request.answered_at:
        return (
            _(
                "Pièces demandées le %(asked)s, reçues le %(given)s : le délai s’est "
                "arrêté entre les deux (CRPA L114-5)."
            )
            % facts
        )
    return (
        _("Pièces demandées le %(asked)s pour le %(due)s : le délai s’arrête jusque-là (CRPA L114-5).")
        % facts
    )


def _silence(case: Case) -> str:
    facts = {"delay": delay_words(case.delay), "due": words.date(case.due_on) if case.due_on else ""}
    if case.regime == Regime.SVA:
        return (
            _(
                "Sans réponse au bout de %(delay)s, la demande est considérée comme "
                "acceptée : le %(due)s à minuit (CRPA L231-1)."
            )
            % facts
        )
    if case.regime == Regime.SVR:
        return (
            _(
                "Sans réponse au bout de %(delay)s, la demande est considérée comme "
                "refusée : le %(due)s à minuit (CRPA L231-4)."
            )
            % facts
        )
    return _("L’organisme s’est engagé à répondre en %(delay)s : avant le %(due)s.") % facts
