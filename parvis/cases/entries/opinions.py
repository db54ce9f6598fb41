"""Opinions asked of other services, and breaches of personal data found while treating a case."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry, OpinionSilence, Stance
from parvis.deadlines.wording import day_in_words, moment_in_words


@kinds.register
class OpinionAsked(EntryKind):
    """Another service was asked its opinion. Facts: opinion, team, team_name, due_on, silence. Personal: question."""

    code, label = "opinion_asked", gettext_lazy("avis demandé")
    forgets = ("question",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        facts = {
            "team": entry.facts["team_name"],
            "due": day_in_words(date.fromisoformat(entry.facts["due_on"])),
        }
        said = _("Avis demandé à %(team)s, à rendre au plus tard le %(due)s.") % facts
        question = (entry.personal or {}).get("question", "")
        return f"{said} « {question} »" if question else said

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons demandé l’avis d’un autre service : %(team)s.") % {
            "team": entry.facts["team_name"]
        }


@kinds.register
class OpinionGiven(EntryKind):
    """The opinion came. Facts: opinion, team_name, stance, message (the note that holds its reasons)."""

    code, label = "opinion_given", gettext_lazy("avis rendu")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        facts = {"team": entry.facts["team_name"], "stance": Stance(entry.facts["stance"]).label}
        return _("Avis de %(team)s : %(stance)s.") % facts

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons reçu l’avis de %(team)s.") % {"team": entry.facts["team_name"]}


@kinds.register
class OpinionLapsed(EntryKind):
    """The delay of an opinion ended without it. Facts: opinion, team_name, silence."""

    code, label = "opinion_lapsed", gettext_lazy("avis non rendu")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        team = {"team": entry.facts["team_name"]}
        if entry.facts["silence"] == OpinionSilence.FAVOURABLE:
            return _("%(team)s n’a pas rendu son avis à temps : il est réputé favorable.") % team
        return _("%(team)s n’a pas rendu son avis à temps : la décision se prend sans lui.") % team

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("L’avis demandé n’est pas venu à temps. Nous continuons sans l’attendre.")


@kinds.register
class BreachFound(EntryKind):
    """A breach of personal data was found. Facts: breach, aware_at, persons. Personal: what, measures."""

    code, label = "breach_found", gettext_lazy("violation de données")
    public = False
    forgets = ("what", "measures")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        aware = moment_in_words(timezone.localtime(datetime.fromisoformat(entry.facts["aware_at"])))
        said = _("Violation de données signalée, connue depuis le %(aware)s (RGPD, art. 33).") % {
            "aware": aware
        }
        what = (entry.personal or {}).get("what", "")
        return f"{said} « {what} »" if what else said


@kinds.register
class BreachTold(EntryKind):
    """The data-protection officer was written to. Facts: breach, agents, told (names of public agents)."""

    code, label = "breach_told", gettext_lazy("protection des données prévenue")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        told = ", ".join(entry.facts.get("told", [])) or _("personne")
        return _("Violation de données : e-mail envoyé à %(told)s.") % {"told": told}


@kinds.register
class BreachNotified(EntryKind):
    """The CNIL was told. Facts: breach, notified_at, reference, persons_told. Personal: why_late."""

    code, label = "breach_notified", gettext_lazy("notification à la CNIL")
    public = False
    forgets = ("why_late",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        told = moment_in_words(timezone.localtime(datetime.fromisoformat(entry.facts["notified_at"])))
        facts = {"told": told, "reference": entry.facts.get("reference") or "–"}
        return _("Violation notifiée à la CNIL le %(told)s, sous la référence %(reference)s.") % facts


@kinds.register
class BreachCleared(EntryKind):
    """Nobody is at risk: the breach is recorded, not notified (RGPD, article 33). Facts: breach. Personal: why."""

    code, label = "breach_cleared", gettext_lazy("violation sans risque")
    public = False
    forgets = ("why",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        why = (entry.personal or {}).get("why", "")
        said = _("Violation sans risque pour les personnes : elle n’est pas notifiée.")
        return f"{said} {why}".strip()
