"""Refusals of the catalogue."""

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.lists.rows import ImportReport
from parvis.common.errors import DomainError, Invalid


class BadDefinition(Invalid):
    """A definition that cannot be used; ``errors`` maps each JSON pointer to its sentences."""

    code = "bad_definition"
    message = _("Cette définition de démarche n’est pas utilisable. Corrigez les points indiqués.")


class Overtaken(DomainError):
    """What one was changing was changed by someone else meanwhile: nothing is overwritten, nothing typed is lost.

    ``data`` says who (``name``) and when (``at``, ISO), when it is known.
    """

    code = "overtaken"
    message = _("Quelqu’un d’autre a modifié cet endroit pendant que vous l’aviez sous les yeux.")


class Unchanged(DomainError):
    """There is nothing to publish: the draft says what the published version says."""

    code = "unchanged"
    message = _("Ce brouillon dit la même chose que la version publiée : il n’y a rien à publier.")


class RowsRefused(Invalid):
    """An import whose rows were not all accepted; nothing was written. ``report`` tells line by line."""

    code = "rows_refused"
    message = _("Des lignes sont à corriger. Rien n’a été enregistré.")

    def __init__(self, report: ImportReport) -> None:
        super().__init__({str(line.line): list(line.sentences) for line in report.refused})
        self.report = report


class SourceDown(DomainError):
    """A data source that could not be read; the sentence tells builders why. Nobody is shown it on a form."""

    code, status = "source_down", 502
