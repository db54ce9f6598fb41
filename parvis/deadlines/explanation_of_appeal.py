"""Until when a decision may be brought before the judge, in sentences (code de justice administrative, CRPA L232-4)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from parvis.deadlines.appeal import TWO_CLEAR_MONTHS, Appeal
from parvis.deadlines.course import Course, Demand
from parvis.deadlines.outages import outages_that_move
from parvis.deadlines.sentences import Days, Sentence, sentence
from parvis.deadlines.silence import Regime, reasons_due
from parvis.deadlines.wording import day_off_in_words, delay_in_words


def appeal_sentences(demand: Demand, course: Course, days: Days) -> Iterator[Sentence]:
    """Yield the reasoning of the last day to appeal; nothing when there is nothing to appeal."""
    appeal = course.appeal
    yield from _reasons(demand, course, days)
    if appeal is None or course.reasons_awaited:
        return
    yield from _express_after_implied(demand, course, days)
    if appeal.delay != TWO_CLEAR_MONTHS:
        yield sentence(
            "distance",
            "CJA R421-7",
            _("Vous habitez loin du tribunal : le délai pour contester est de %(delay)s au lieu de deux."),
            _("La personne habite loin du tribunal : le délai de recours est de %(delay)s au lieu de deux."),
            delay=delay_in_words(appeal.delay),
        )
    yield _clear_delay(_article(demand, course, appeal), appeal, days)
    yield from _next_working_day(appeal, days)
    yield from _moved_by_outage(demand, appeal, days)


def _reasons(demand: Demand, course: Course, days: Days) -> Iterator[Sentence]:
    asked, given = demand.reasons_asked_on, demand.reasons_given_on
    if asked is None or course.implied_on is None or demand.regime != Regime.SVR:
        return
    if not course.reasons_in_time:
        yield _reasons_out_of_time(asked, course.implied_on, days)
        return
    yield sentence(
        "reasons-asked",
        "CRPA L232-4",
        _(
            "Vous avez demandé les raisons de ce refus le %(day)s : l’administration les donne au plus tard le %(due)s."
        ),
        _("Raisons du refus demandées le %(day)s : à donner au plus tard le %(due)s."),
        day=days.day(asked),
        due=days.full(reasons_due(asked)),
    )
    if course.reasons_awaited:
        yield sentence(
            "reasons-awaited",
            "CRPA L232-4",
            _("Tant qu’elles ne sont pas données, le délai pour contester ne finit pas."),
        )
    elif given and course.appeal and course.appeal.runs_from == given:
        yield sentence(
            "reasons-given",
            "CRPA L232-4",
            _("Elles vous ont été données le %(day)s : les deux mois pour contester partent de ce jour-là."),
            _("Raisons données le %(day)s : les deux mois du recours partent de ce jour-là."),
            day=days.full(given),
        )
    elif given is None:
        yield sentence(
            "reasons-never-given",
            "CRPA L232-4",
            _("Elles n’ont pas été données : le délai pour contester est resté ouvert."),
        )


def _reasons_out_of_time(asked: date, implied_on: date, days: Days) -> Sentence:
    if asked <= implied_on:
        person = _(
            "Vous avez demandé les raisons le %(day)s, avant le refus : cette demande n’a pas d’effet."
        )
        agent = _("Raisons demandées le %(day)s, avant le refus : cette demande n’a pas d’effet.")
    else:
        person = _(
            "Vous avez demandé les raisons le %(day)s, après la fin du délai pour contester : cela ne le rouvre pas."
        )
        agent = _("Raisons demandées le %(day)s, après la fin du délai de recours : cela ne le rouvre pas.")
    return sentence("reasons-out-of-time", "CRPA L232-4", person, agent, day=days.day(asked))


def _express_after_implied(demand: Demand, course: Course, days: Days) -> Iterator[Sentence]:
    decided, born = demand.history.decided_on, course.implied_on
    if decided is None or born is None or course.appeal is None:
        return
    told = demand.notified_on or decided
    if course.appeal.runs_from == told:
        said = _(
            "Une décision a été prise ensuite, notifiée le %(day)s : le délai pour la contester part de ce jour-là."
        )
    else:
        said = _(
            "La décision notifiée le %(day)s vient après la fin du délai pour contester : elle ne le rouvre pas."
        )
    article = "CJA R421-2" if demand.regime == Regime.SVR else "CJA R421-1, R421-5"
    yield sentence("express-after-implied", article, said, day=days.full(told))


def _article(demand: Demand, course: Course, appeal: Appeal) -> str:
    if appeal.runs_from == course.implied_on:
        return "CJA R421-1, R421-2"
    given = demand.reasons_given_on is not None and appeal.runs_from == demand.reasons_given_on
    return "CRPA L232-4" if given else "CJA R421-1, R421-5"


def _clear_delay(article: str, appeal: Appeal, days: Days) -> Sentence:
    return sentence(
        "appeal",
        article,
        _(
            "Pour contester devant le juge, vous avez %(delay)s après le %(start)s, sans compter ce jour ni celui où "
            "le délai expire : jusqu’au %(end)s."
        ),
        _(
            "Recours devant le juge : %(delay)s après le %(start)s, sans compter ce jour ni celui où le délai expire : "
            "jusqu’au %(end)s."
        ),
        delay=delay_in_words(appeal.delay),
        start=days.day(appeal.runs_from),
        end=days.full(appeal.expires_on),
    )


def _next_working_day(appeal: Appeal, days: Days) -> Iterator[Sentence]:
    if appeal.worked_on == appeal.expires_on:
        return
    off = [
        appeal.expires_on + timedelta(days=number)
        for number in range((appeal.worked_on - appeal.expires_on).days)
    ]
    named = ", ".join(_named(day, days) for day in off)
    yield sentence(
        "next-working-day",
        "CPC 642",
        _("Ce jour ne compte pas (%(off)s) : le dernier jour est le %(last)s."),
        off=named,
        last=days.full(appeal.worked_on),
    )


def _named(day: date, days: Days) -> str:
    return _("le %(day)s est %(off)s") % {"day": days.day(day), "off": day_off_in_words(day, days.holidays)}


def _moved_by_outage(demand: Demand, appeal: Appeal, days: Days) -> Iterator[Sentence]:
    if appeal.last_day == appeal.worked_on:
        return
    yield sentence(
        "appeal-outage",
        _("règle de la plateforme, d’après CPC 748-7"),
        _(
            "Notre service était en panne %(failed)s : nous acceptons votre contestation jusqu’au %(last)s, premier "
            "jour ouvré après la panne. Si vous saisissez le juge, joignez l’attestation de panne."
        ),
        _(
            "Service en panne %(failed)s : la personne a jusqu’au %(last)s, premier jour ouvré après la panne, et peut "
            "avoir une attestation de panne."
        ),
        failed=days.failures(outages_that_move(appeal.worked_on, demand.history.outages, days.holidays)),
        last=days.full(appeal.last_day),
    )
