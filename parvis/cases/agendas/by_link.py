"""A page of the body where slots are chosen: an agent writes down the one that the person took."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.agenda_kinds import Agenda, Proposed, register
from parvis.cases.signed_calls import LONGEST_LINK, WEB, Opened


@register
class ByLink(Agenda):
    """Nothing is called."""

    code, label = "by_link", gettext_lazy("par un lien, le créneau est noté par un agent")

    def open(self, proposed: Proposed) -> Opened:
        """Give the link of the body. Raises ActionFailed when it leads to no page of the web."""
        if not proposed.address.startswith(WEB) or len(proposed.address) > LONGEST_LINK:
            raise ActionFailed(_("Le lien vers l’agenda n’est pas une adresse."), again=False)
        return Opened(link=proposed.address)
