"""Demands sorted by a rule of their body."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry


@kinds.register
class Qualified(EntryKind):
    """A rule of the body sorted the demand. Facts: rule, name, team, tags."""

    code, label = "qualified", gettext_lazy("demande triée")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Triée par la règle « %(name)s ».") % {"name": entry.facts["name"]}
