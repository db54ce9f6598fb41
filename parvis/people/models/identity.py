"""A person known by an identity provider."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.people.models.person import Person


class ProvedIdentity(models.Model):
    """That a provider's subject is this person: the next sign-in finds the same space again.

    The subject is kept as a digest, and nothing else that the provider said: the rest stays in the session.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="identities", verbose_name=_("personne"))
    provider = models.CharField(_("fournisseur d’identité"), max_length=40)
    subject = models.CharField(_("empreinte de l’identifiant"), max_length=64)
    created_at = models.DateTimeField(_("connue depuis le"))

    class Meta:
        verbose_name = _("identité prouvée")
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="one_person_for_a_proved_identity")
        ]
