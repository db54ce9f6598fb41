"""Refusals of the deadlines room."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError


class BadDelay(DomainError):
    """A delay that cannot be read: « 2m », « 30d », « 10d-ouvres », « 60d-ouvrables », « 8d-francs » can."""

    code, status = "bad_delay", 422
    message = _(
        "Ce délai ne se lit pas. Écrivez par exemple « 2m » (mois), « 30d » (jours), « 10d-ouvres » (jours "
        "ouvrés), « 60d-ouvrables » (jours ouvrables) ou « 8d-francs » (jours francs)."
    )


class BadHistory(DomainError):
    """Dates that contradict each other, such as pieces asked before the demand was received."""

    code, status = "bad_history", 422
    message = _("Ces dates se contredisent : un fait est daté d’avant celui dont il dépend.")


class UnknownTerritory(DomainError):
    """A territory whose public holidays are not known."""

    code, status = "unknown_territory", 422
    message = _(
        "Ce territoire n’a pas de calendrier : indiquez « mainland », « alsace-moselle » ou un code de "
        "département."
    )
