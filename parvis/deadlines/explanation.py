"""Why a date is that date: the same facts in sentences for the person and for the agent, each with its article.

The sentences are made from what the reckoning itself returned, so that they cannot say anything else than it did.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.deadlines.course import CLOSED, TRANSFERRED_OUT, Course, Demand, run_course
from parvis.deadlines.explanation_of_appeal import appeal_sentences
from parvis.deadlines.explanation_of_counting import reckoning_sentences
from parvis.deadlines.history import PiecesAsked
from parvis.deadlines.outages import outages_that_move
from parvis.deadlines.sentences import Days, Sentence, sentence
from parvis.deadlines.silence import TWO_MONTHS, Regime
from parvis.deadlines.wording import day_off_in_words, delay_in_words


def explain(demand: Demand, course: Course | None = None) -> list[Sentence]:
    """Return the reasoning from the receipt to the last day to appeal, in the order of reading.

    ``course`` is that of the demand when the caller has it already. Raises as ``run_course``.
    """
    course = course or run_course(demand)
    return [*explain_silence(demand, course), *explain_appeal(demand, course)]


def explain_silence(demand: Demand, course: Course) -> list[Sentence]:
    """Return the reasoning from the receipt to the implied decision, or to what ended the clock before."""
    return list(_Telling(demand, course).sentences())


def explain_appeal(demand: Demand, course: Course) -> list[Sentence]:
    """Return the reasoning of the last day to appeal; nothing when there is nothing to appeal."""
    return list(appeal_sentences(demand, course, Days(demand.history.received, demand.territory)))


@dataclass(frozen=True)
class _Telling:
    """One demand being explained."""

    demand: Demand
    course: Course

    @property
    def days(self) -> Days:
        return Days(self.demand.history.received, self.demand.territory)

    def sentences(self) -> Iterator[Sentence]:
        """Yield everything."""
        yield self._received()
        yield self._rule()
        for _on, told in sorted(self._events(), key=lambda event: event[0]):  # those of one day stay in order
            yield told
        if self.course.silence:
            yield from reckoning_sentences(self.demand, self.course.silence, self.days)
        yield from self._end()

    def _received(self) -> Sentence:
        return sentence(
            "received",
            "CRPA R112-5",
            _("Nous avons reçu votre demande le %(day)s."),
            _("Demande reçue le %(day)s."),
            day=self.days.full(self.demand.history.received),
        )

    def _rule(self) -> Sentence:
        delay = self.demand.delay
        if delay is None:
            return sentence("no-delay", "", _("Cette démarche n’a pas de délai de réponse."))
        said = {
            Regime.SVR: _(
                "L’administration a %(delay)s pour répondre. Si elle ne répond pas, la demande est refusée."
            ),
            Regime.SVA: _(
                "L’administration a %(delay)s pour répondre. Si elle ne répond pas, la demande est acceptée."
            ),
            Regime.NONE: _(
                "Le service s’est donné %(delay)s pour répondre. S’il ne répond pas, cela ne vaut ni "
                "acceptation ni refus."
            ),
        }[self.demand.regime]
        article = {Regime.SVR: "CRPA L231-4", Regime.SVA: "CRPA L231-1", Regime.NONE: ""}[self.demand.regime]
        if article and delay != TWO_MONTHS:
            article += ", L231-6"
        return sentence("rule", article, said, delay=delay_in_words(delay))

    def _events(self) -> Iterator[tuple[date, Sentence]]:
        history = self.demand.history
        for day in sorted(history.transferred):
            yield day, self._transferred(day)
        for asked in history.requests:
            yield asked.on, self._asked(asked)
            yield from self._moved_by_outage(asked)
            yield (self._told_on(asked), self._pieces_effect(asked))
        for asked in self.demand.useful_pieces:
            yield asked.on, self._useful(asked)
        for asked in self.demand.mends:
            yield asked.on, self._mend(asked)
        for day in self.demand.corrected_on:
            yield day, self._corrected(day)

    def _transferred(self, day: date) -> Sentence:
        silence, facts = self.course.silence, {"day": self.days.day(day)}
        person, agent = (
            _("Le %(day)s, votre demande a été transmise à l’organisme compétent."),
            _("Transmise à l’organisme compétent le %(day)s."),
        )
        if silence is None or self.demand.regime == Regime.NONE:
            return sentence("transferred", "CRPA L114-2", person, agent, **facts)
        if silence.ends_on and day > silence.ends_on:
            effect = _("Le délai était déjà fini : il ne change pas.")
        elif self.demand.regime == Regime.SVR:
            effect = _("Le délai ne repart pas : il court depuis la première réception, le %(first)s.")
            facts["first"] = self.days.day(self.demand.history.received)
        else:
            effect = self._start_effect(day)
        return sentence(
            "transferred", "CRPA L114-2, L114-3", f"{person} {effect}", f"{agent} {effect}", **facts
        )

    def _start_effect(self, day: date) -> str:
        """Return what a fact does to the start of an acceptance: it gives it, or another one comes later."""
        counts_from = self.course.silence.counts_from if self.course.silence else None
        if counts_from == day and self._came_late(day):
            return _(
                "Le silence d’un organisme qui n’est pas compétent ne vaut pas acceptation : le délai part de ce "
                "jour-là."
            )
        if counts_from == day:
            return _("Le délai part de ce jour-là.")
        return _("Le délai ne peut pas partir avant ce jour-là.")

    def _came_late(self, day: date) -> bool:
        """Say whether the demand was forwarded once the delay seemed over at a body that was not competent."""
        history, delay = self.demand.history, self.demand.delay
        before = max([history.received, *(one for one in history.transferred if one < day)])
        return (
            delay is not None
            and day in history.transferred
            and day > delay.end_after(before, self.days.holidays)
        )

    def _told_on(self, asked: PiecesAsked) -> date:
        """Return the day at which to tell that pieces came: right after the request, unless something came between."""
        came = asked.received_on
        return came if came is not None and self._is_apart(asked) else asked.on

    def _is_apart(self, asked: PiecesAsked) -> bool:
        history, came = self.demand.history, asked.received_on
        others = [*self.demand.useful_pieces, *self.demand.mends, *history.pieces_asked]
        between = [*history.transferred, *(one.on for one in others if one is not asked)]
        waiting = [one for one in history.pieces_asked if one.on < asked.on and one.received_on == came]
        return came is not None and (bool(waiting) or any(asked.on < day <= came for day in between))

    def _asked(self, asked: PiecesAsked) -> Sentence:
        return sentence(
            "pieces-asked",
            "CRPA L114-5",
            _(
                "Le %(day)s, nous vous avons demandé des pièces indispensables, à donner au plus tard le "
                "%(last)s."
            ),
            _("Pièces indispensables demandées le %(day)s, à donner au plus tard le %(last)s."),
            day=self.days.day(asked.on),
            last=self.days.day(asked.last_day(self.days.holidays)),
        )

    def _moved_by_outage(self, asked: PiecesAsked) -> Iterator[tuple[date, Sentence]]:
        planned = asked.last_day(self.days.holidays)
        moved = asked.last_day(self.days.holidays, self.demand.history.outages)
        if moved == planned:
            return
        yield (
            asked.on,
            sentence(
                "outage",
                _("règle de la plateforme, d’après CPC 748-7"),
                _(
                    "Notre service était en panne %(failed)s : vous aviez jusqu’au %(moved)s, premier jour ouvré après "
                    "la panne."
                ),
                _(
                    "Service en panne %(failed)s : la personne avait jusqu’au %(moved)s, premier jour ouvré après la "
                    "panne."
                ),
                failed=self.days.failures(
                    outages_that_move(planned, self.demand.history.outages, self.days.holidays)
                ),
                moved=self.days.day(moved),
            ),
        )

    def _pieces_effect(self, asked: PiecesAsked) -> Sentence:
        last = asked.last_day(self.days.holidays, self.demand.history.outages)
        facts = {"last": self.days.day(last), "came": ""}
        if asked.received_on is None:
            return self._still_awaited(asked, last, facts)
        facts["came"] = self.days.day(asked.received_on)
        facts["asked"] = self.days.day(asked.on)
        person, agent = _("Vous les avez données le %(came)s."), _("Pièces reçues le %(came)s.")
        if self._is_apart(asked):
            person = _("Le %(came)s, vous avez donné les pièces demandées le %(asked)s.")
            agent = _("Pièces demandées le %(asked)s reçues le %(came)s.")
        effect = self._suspension_effect(asked, min(last, asked.received_on))
        return sentence("pieces-received", "CRPA L114-5", f"{person} {effect}", f"{agent} {effect}", **facts)

    def _suspension_effect(self, asked: PiecesAsked, until: date) -> str:
        if self.demand.regime == Regime.SVA:
            return self._start_effect(asked.received_on or until)
        if self.demand.regime == Regime.NONE or self.course.silence is None:
            return _("Le délai n’en dépend pas.")
        stopped = (until - asked.on).days
        if not stopped:
            return _("Le délai ne s’est pas arrêté : c’est le même jour.")
        if stopped == 1:
            return _("Le délai s’est arrêté un jour, le %(day)s.") % {"day": self.days.day(until)}
        said = _("Le délai s’est arrêté %(n)d jours, %(period)s.")
        if asked.received_on and asked.received_on > until:
            said = _(
                "Le délai s’est arrêté %(n)d jours, %(period)s : l’arrêt ne va pas au-delà du dernier jour donné."
            )
        return said % {"n": stopped, "period": self.days.period(asked.on + timedelta(days=1), until)}

    def _still_awaited(self, asked: PiecesAsked, last: date, facts: dict[str, str]) -> Sentence:
        if self.demand.regime == Regime.SVA:
            said = _("Le délai ne part que le jour où toutes les pièces sont là.")
        elif self.demand.regime == Regime.NONE or self.course.silence is None:
            ended = self.demand.history.stopped_on is not None
            said = _("Elles ne sont pas venues.") if ended else _("Nous les attendons toujours.")
        else:
            stopped = (last - asked.on).days
            facts["period"] = self.days.period(asked.on + timedelta(days=1), last)
            said = ngettext(
                "Tant que les pièces ne sont pas là, le délai s’arrête, mais pas au-delà du %(last)s : %(n)d jour.",
                "Tant que les pièces ne sont pas là, le délai s’arrête, mais pas au-delà du %(last)s : %(n)d jours, "
                "%(period)s.",
                stopped,
            ).replace("%(n)d", str(stopped))
        return sentence("pieces-awaited", "CRPA L114-5", said, **facts)

    def _useful(self, asked: PiecesAsked) -> Sentence:
        return sentence(
            "useful-pieces",
            "CRPA L114-5-1",
            _(
                "Le %(day)s, nous vous avons demandé des pièces utiles, mais pas indispensables : cela ne change pas "
                "le délai."
            ),
            _("Pièces utiles mais pas indispensables demandées le %(day)s : cela ne change pas le délai."),
            day=self.days.day(asked.on),
        )

    def _mend(self, asked: PiecesAsked) -> Sentence:
        return sentence(
            "mend",
            "CRPA L114-6",
            _(
                "Le %(day)s, nous vous avons invité à corriger la forme de votre demande, au plus tard le "
                "%(last)s : cela ne change pas le délai."
            ),
            _(
                "Correction de forme demandée le %(day)s, au plus tard le %(last)s : cela ne change pas le délai."
            ),
            day=self.days.day(asked.on),
            last=self.days.day(asked.last_day(self.days.holidays, self.demand.history.outages)),
        )

    def _corrected(self, day: date) -> Sentence:
        return sentence(
            "corrected",
            "CRPA L123-1",
            _("Le %(day)s, la correction que vous avez demandée a été faite : le délai ne change pas."),
            _("Demande corrigée par la personne le %(day)s : le délai ne change pas."),
            day=self.days.day(day),
        )

    def _end(self) -> Iterator[Sentence]:
        history, born = self.demand.history, self.course.implied_on
        if self.demand.ending == TRANSFERRED_OUT and history.withdrawn_on:
            yield self._left(history.withdrawn_on)
        elif history.withdrawn_on and history.withdrawn_on == history.stopped_on:
            yield from self._withdrawn(history.withdrawn_on, born)
        elif history.decided_on and born is None:
            yield self._answered(history.decided_on)
            yield from self._notified(history.decided_on)
        elif born:
            yield self._born(born)

    def _withdrawn(self, day: date, born: date | None) -> Iterator[Sentence]:
        if born:
            yield self._born(born)
            person = _(
                "Vous avez retiré votre demande ensuite, le %(day)s : cela ne change pas cette décision."
            )
            agent = _(
                "La personne a retiré sa demande ensuite, le %(day)s : cela ne change pas cette décision."
            )
        else:
            person = _("Vous avez retiré votre demande le %(day)s : plus aucun délai ne court.")
            agent = _("La personne a retiré sa demande le %(day)s : plus aucun délai ne court.")
        yield sentence("withdrawn", "", person, agent, day=self.days.full(day))

    def _answered(self, day: date) -> Sentence:
        if self.demand.regime == Regime.NONE:
            said = _("La demande a reçu sa réponse le %(day)s : ce délai est fini.")
        elif self.demand.ending == CLOSED:
            said = _("La demande a été close le %(day)s : le silence n’a plus d’effet.")
        else:
            said = _("Une décision a été prise le %(day)s : le silence n’a plus d’effet.")
        return sentence("decided", "", said, day=self.days.full(day))

    def _notified(self, decided: date) -> Iterator[Sentence]:
        told = self.demand.notified_on
        if told is None or told == decided:
            return
        yield sentence(
            "notified",
            "CJA R421-1, R421-5",
            _("Vous l’avez reçue le %(day)s : le délai pour la contester part de ce jour-là."),
            _("Notifiée le %(day)s : le délai de recours part de ce jour-là."),
            day=self.days.full(told),
        )

    def _left(self, day: date) -> Sentence:
        """Tell that another body answers, to whom it was sent outside the platform, and when its delay began."""
        facts = {"day": self.days.full(day), "first": self.days.full(self.demand.history.received)}
        person = _(
            "Le %(day)s, votre demande a été envoyée à l’organisme compétent : c’est lui qui vous répond."
        )
        agent = _("Envoyée à l’organisme compétent le %(day)s : c’est lui qui répond.")
        then = {
            Regime.SVR: _("Son délai court depuis la première réception, le %(first)s."),
            Regime.SVA: _("Son délai part du jour où il l’a reçue."),
        }.get(self.demand.regime, "")
        article = "CRPA L114-2, L114-3" if then else "CRPA L114-2"
        return sentence("left", article, f"{person} {then}".strip(), f"{agent} {then}".strip(), **facts)

    def _born(self, born: date) -> Sentence:
        if self.demand.regime == Regime.SVA:
            article = "CRPA L231-1, L232-3"
            said = _("Sans réponse à la fin du %(day)s, la demande est acceptée.")
            more = _("L’administration vous en donne une attestation si vous la demandez.")
        else:
            article, more = "CRPA L231-4", ""
            said = _("Sans réponse à la fin du %(day)s, la demande est considérée comme refusée.")
        off = day_off_in_words(born, self.days.holidays)
        if off:
            said += " " + _("C’est %(off)s : un délai de réponse peut finir ce jour-là.") % {"off": off}
        return sentence("implied", article, f"{said} {more}".strip(), said, day=self.days.full(born))
