"""Refusals of the catalogue."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import Invalid


class BadDefinition(Invalid):
    """A definition that cannot be used; ``errors`` maps each JSON pointer to its sentences."""

    code = "bad_definition"
    message = _("Cette définition de démarche n’est pas utilisable. Corrigez les points indiqués.")
