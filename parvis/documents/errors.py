"""Refusals of the documents room."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError, Invalid, NotAllowed


class RefusedFile(Invalid):
    """A file that cannot be taken, with the reason and what to do about it. Its field is named ``file``."""

    code = "refused_file"

    def __init__(self, reason: str | Promise) -> None:
        super().__init__({"file": [str(reason)]}, reason)


class NotScannedYet(NotAllowed):
    """The antivirus has not answered yet: nobody opens the file before."""

    code = "not_scanned_yet"
    message = _("Ce fichier est en cours de vérification par l’antivirus. Réessayez dans quelques minutes.")


class Infected(NotAllowed):
    """The antivirus found something: the file is kept aside and nobody opens it."""

    code = "infected"
    message = _(
        "Ce fichier est bloqué : l’antivirus y a trouvé un virus. Demandez à la personne de l’envoyer à nouveau."
    )


class ScannerUnavailable(DomainError):
    """The antivirus does not answer, or could not scan: the file waits, and the job tries again."""

    code, status = "scanner_unavailable", 503
    message = _("L’antivirus ne répond pas. Le fichier attend d’être vérifié.")


class IncompleteLetter(DomainError):
    """A mention that the law requires is missing: the letter is not made."""

    code, status = "incomplete_letter", 422
    message = _("Il manque une mention obligatoire à ce courrier.")
