"""How a delay was counted, in sentences: from which day, which days do not count, what the stops add."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.deadlines.course import Demand
from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.sentences import Days, Sentence, sentence
from parvis.deadlines.silence import Silence
from parvis.deadlines.wording import delay_in_words
from parvis.deadlines.working_days import is_business_day, is_working_day


def reckoning_sentences(demand: Demand, silence: Silence, days: Days) -> Iterator[Sentence]:
    """Yield how the delay of silence was counted; nothing while an acceptance waits for pieces."""
    yield from _Counting(demand, days).sentences(silence)


@dataclass(frozen=True)
class _Counting:
    """One delay being explained."""

    demand: Demand
    days: Days

    def sentences(self, silence: Silence) -> Iterator[Sentence]:
        """Yield the plain end, the holidays it skipped, and what the stops add."""
        delay = self.demand.delay
        if silence.counts_from is None or silence.plain_end is None or delay is None:
            return
        facts = {
            "delay": delay_in_words(delay),
            "start": self.days.day(silence.counts_from),
            "end": self.days.full(silence.plain_end),
        }
        date_to_date = _("jurisprudence : de date à date")
        article = date_to_date if delay.unit in {Unit.MONTHS, Unit.CLEAR_MONTHS} else ""
        yield sentence("reckoning", article, self._counting() + self._short_month(silence), **facts)
        yield from self._days_left_out(silence)
        if silence.ends_on and silence.days_suspended:
            said = f"{self._stopped(silence)} {self._shared(silence)}".strip()
            yield sentence("suspended", "CRPA L114-5", said, moved=self.days.full(silence.ends_on))

    def _stopped(self, silence: Silence) -> str:
        """Return by how much the delay is put off: days of its own kind, which a reader can count."""
        counts = self._counts
        days = {day for one in silence.suspensions for day in one.days()}
        if counts is None:
            return ngettext(
                "Avec %(n)d jour d’arrêt, le délai finit le %(moved)s.",
                "Avec %(n)d jours d’arrêt, le délai finit le %(moved)s.",
                len(days),
            ).replace("%(n)d", str(len(days)))
        put_off = sum(counts(day, self.days.holidays) for day in days)
        if not put_off:
            return _("Aucun jour d’arrêt n’aurait compté : le délai finit le %(moved)s.")
        kind = Delay(put_off, self.demand.delay.unit) if self.demand.delay else None
        words = delay_in_words(kind) if kind else ""
        return _(
            "Parmi les jours d’arrêt, %(words)s n’ont pas compté : le délai finit le %(moved)s."
        ).replace("%(words)s", words)

    def _shared(self, silence: Silence) -> str:
        """Say that stops overlap, when they do: their days added up would be more than told."""
        apart = sum(len(one.days()) for one in silence.suspensions)
        return (
            _("Les jours communs à deux arrêts comptent une fois.") if apart > silence.days_suspended else ""
        )

    @property
    def _counts(self) -> Callable[[date, Container[date]], bool] | None:
        """Return which days the delay counts, None when it counts them all."""
        counting = {Unit.WORKING_DAYS: is_working_day, Unit.BUSINESS_DAYS: is_business_day}
        return counting.get(self.demand.delay.unit) if self.demand.delay else None

    def _counting(self) -> str:
        unit = self.demand.delay.unit if self.demand.delay else Unit.DAYS
        if unit == Unit.WORKING_DAYS:
            return _(
                "%(delay)s (du lundi au vendredi, sans les jours fériés) après le %(start)s : le %(end)s."
            )
        if unit == Unit.BUSINESS_DAYS:
            return _("%(delay)s (du lundi au samedi, sans les jours fériés) après le %(start)s : le %(end)s.")
        if unit in {Unit.CLEAR_DAYS, Unit.CLEAR_MONTHS}:
            return _(
                "%(delay)s après le %(start)s, sans compter ce jour ni celui où le délai expire : le %(end)s."
            )
        return _("%(delay)s après le %(start)s : le %(end)s.")

    def _short_month(self, silence: Silence) -> str:
        months = self.demand.delay is not None and self.demand.delay.unit == Unit.MONTHS
        if not (months and silence.counts_from and silence.plain_end):
            return ""
        if silence.plain_end.day == silence.counts_from.day:
            return ""
        return " " + _("Il n’y a pas de %(day)d ce mois-là : le délai finit au dernier jour du mois.") % {
            "day": silence.counts_from.day
        }

    def _days_left_out(self, silence: Silence) -> Iterator[Sentence]:
        """Name the public holidays that the delay skipped: nobody must wonder which."""
        counts = self._counts
        if counts is None or silence.counts_from is None or silence.ends_on is None:
            return
        span = (silence.ends_on - silence.counts_from).days
        passed = [silence.counts_from + timedelta(days=number + 1) for number in range(span)]
        off = [day for day in passed if counts(day, ()) and day in self.days.holidays]
        if off:
            names = ", ".join(f"{self.days.week_day(day)} ({self.days.holidays.name(day)})" for day in off)
            yield sentence("holidays", "", _("Ne comptent pas : %(days)s."), days=names)
