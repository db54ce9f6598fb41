"""Service levels: what was committed, how pressing a case is, warnings, calendars that changed."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry, Level
from parvis.deadlines.wording import moment_in_words


@kinds.register
class Committed(EntryKind):
    """A service level applies from now on. Facts: agreement (null: none any more), name, scope, calendar, targets…"""

    code, label = "committed", gettext_lazy("engagement de service")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts.get("agreement") is None:
            return _("Aucun engagement de service ne s’applique plus.")
        return _("Engagement de service : %(name)s.") % {"name": entry.facts.get("name", "")}


@kinds.register
class Prioritised(EntryKind):
    """How pressing the case is was said. Facts: impact, urgency."""

    code, label = "prioritised", gettext_lazy("priorité")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        facts = {name: Level(entry.facts[name]).label for name in ("impact", "urgency")}
        facts["priority"] = entry.facts["impact"] + entry.facts["urgency"] - 1
        return _("Priorité %(priority)s : portée %(impact)s, urgence %(urgency)s.") % facts


@kinds.register
class Looked(EntryKind):
    """An agent looked at the case and found nothing to do yet. Facts: none."""

    code, label = "looked", gettext_lazy("demande regardée")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Regardée : rien à faire pour l’instant.")


@kinds.register
class Escalated(EntryKind):
    """A clock warned someone. Facts: clock, about, told (names of public agents, or the person)."""

    code, label = "escalated", gettext_lazy("alerte de délai")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        told = ", ".join(entry.facts.get("told", [])) or _("personne")
        return _("Alerte de délai envoyée à : %(told)s.") % {"told": told}


@kinds.register
class Replanned(EntryKind):
    """A calendar changed, and clocks with it. Facts: calendar, name, moved (clock, about, origin, to)."""

    code, label = "replanned", gettext_lazy("délai recalculé")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        moved = "; ".join(f"{_moment(one['origin'])} → {_moment(one['to'])}" for one in entry.facts["moved"])
        facts = {"name": entry.facts["name"], "moved": moved}
        return _("Le calendrier « %(name)s » a changé. Échéances : %(moved)s.") % facts


def _moment(written: str | None) -> str:
    return moment_in_words(timezone.localtime(datetime.fromisoformat(written))) if written else "–"
