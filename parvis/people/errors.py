"""Refusals of the people room."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError


class ProviderSilent(DomainError):
    """An identity provider does not answer, or not as OpenID Connect says."""

    code, status = "identity_provider_silent", 503
    message = _("Ce service ne répond pas en ce moment. Rien n’est perdu : réessayez plus tard, ou sans lui.")


class IdentityRefused(DomainError):
    """What came back is not the answer to what this browser asked: nobody is signed in."""

    code, status = "identity_refused", 400
    message = _(
        "La connexion n’a pas abouti. Rien n’est perdu : vous pouvez recommencer, ou continuer sans elle."
    )


class ContactTaken(DomainError):
    """An address that signs someone else in: two spaces are joined by an agent, never by a guess."""

    code, status = "contact_taken", 409
    message = _(
        "Cette adresse ouvre déjà un autre espace. Si les deux espaces sont à vous, demandez à un agent de les réunir."
    )


class MergeRefused(DomainError):
    """Two persons that cannot be one, or whose merge is not proved enough. The message says which, and what to do."""

    code = "merge_refused"
    message = _("Ces deux fiches ne peuvent pas être réunies.")
