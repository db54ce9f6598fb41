"""Every way to a person: their e-mail addresses and telephone numbers, and what proves each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent
from parvis.people.models.person import Person


class ContactKind(models.TextChoices):
    """What is dialled or written to."""

    EMAIL = "email", _("adresse e-mail")
    PHONE = "phone", _("téléphone")


class ContactProof(models.TextChoices):
    """How it was verified that the person reads this box or answers this number."""

    LINK = "link", _("par un lien envoyé à cette adresse")
    CODE = "code", _("par un code envoyé à ce numéro")
    PROVIDER = "provider", _("par un service d’identité")
    AGENT = "agent", _("par un agent")


class ContactPoint(models.Model):
    """An address or a number of a person. The main one of each kind is copied in ``Person.email`` and ``Person.phone``.

    A person who gave one of each and proved nothing has no row: theirs is the main one, not verified. ``value`` is in
    lower case for an e-mail, E.164 for a number. ``verified_at`` None: nobody proved it. ``tried_at`` is when the last
    link or code left.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="contact_points", verbose_name=_("personne")
    )
    kind = models.CharField(_("nature"), max_length=5, choices=ContactKind)
    value = models.CharField(_("adresse ou numéro"), max_length=254)
    is_main = models.BooleanField(_("principale"), default=False)
    added_at = models.DateTimeField(_("ajoutée le"))
    verified_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    verified_by = models.CharField(_("vérifiée"), max_length=8, choices=ContactProof, blank=True)
    code_hash = models.CharField(_("empreinte du code"), max_length=64, blank=True)
    tried_at = models.DateTimeField(_("code envoyé le"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )

    class Meta:
        verbose_name = _("coordonnée")
        ordering = ["kind", "-is_main", "added_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_point_once"),
            # What a link proved signs in: it leads to one person.
            models.UniqueConstraint(
                fields=["value"],
                condition=models.Q(verified_by="link"),
                name="one_person_for_a_linked_address",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(is_main=True), name="contact_point_one_main"
            ),
        ]
        indexes = [models.Index(fields=["value"], name="contact_point_value")]
