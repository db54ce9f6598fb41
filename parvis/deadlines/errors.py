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


class ClockEnded(DomainError):
    """A gesture on a clock that has ended: pieces asked, or a transfer, once the delay is over."""

    code, status = "clock_ended", 409
    message = _(
        "Le délai était déjà terminé à cette date : il ne peut plus être ni arrêté, ni repris, ni déplacé."
    )


class EndBeforeStart(DomainError):
    """A period that ends before it starts."""

    code, status = "end_before_start", 422
    message = _("La fin est avant le début : vérifiez les deux dates.")


class NeverOpen(DomainError):
    """A calendar in which no hour is ever open: nothing would ever be due."""

    code, status = "calendar_never_open", 422
    message = _("Ce calendrier n’a pas une seule heure d’ouverture. Ajoutez-en au moins une.")


class BadHours(DomainError):
    """Opening hours that cannot be read, or that overlap."""

    code, status = "bad_hours", 422
    message = _(
        "Ces horaires ne se lisent pas. Écrivez par exemple « 09:00–12:00 », le début avant la fin, sans que "
        "deux plages se chevauchent."
    )


class BadSpan(DomainError):
    """A length of opening time that cannot be read: « 30min », « 4h », « 2d » can."""

    code, status = "bad_span", 422
    message = _(
        "Cette durée ne se lit pas. Écrivez par exemple « 30min » (minutes d’ouverture), « 4h » (heures "
        "d’ouverture) ou « 2d » (jours d’ouverture)."
    )


class UnknownTerritory(DomainError):
    """A territory whose public holidays are not known."""

    code, status = "unknown_territory", 422
    message = _(
        "Ce territoire n’a pas de calendrier : indiquez « mainland », « alsace-moselle » ou un code de "
        "département."
    )


class UnreadableTable(DomainError):
    """A table of demands that cannot be read; the message says where and how to write it."""

    code, status = "unreadable_table", 422
    message = _("Ce tableau ne se lit pas.")
