"""Persons who ask, natural or legal."""

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.people.numbers import spaced

_TOWN = re.compile(r"(\d{5})\s+(\S.*)")


class PersonKind(models.TextChoices):
    """What the law knows: a natural person, or a company, an association, a body."""

    NATURAL = "natural", _("personne physique")
    LEGAL = "legal", _("personne morale")


class PreferredChannel(models.TextChoices):
    """How a person wants to be answered."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("téléphone")
    POST = "post", _("courrier")
    ONLINE = "online", _("en ligne seulement")


class Person(models.Model):
    """Someone who asks, or for whom an agent asks.

    Two deposits without an account make two persons: they are never merged by a guess. ``email`` and ``phone`` are the
    main ones; the others, and what is known of each, are ``ContactPoint``. ``merged_into`` is the same human, under
    which their demands are now: the row stays as it was, so that the merge can be undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("nature"), max_length=10, choices=PersonKind, default=PersonKind.NATURAL)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("compte"),
    )
    civility = models.CharField(_("civilité"), max_length=20, blank=True)
    first_name = models.CharField(_("prénom"), max_length=100, blank=True)
    last_name = models.CharField(_("nom"), max_length=100, blank=True)
    company_name = models.CharField(_("raison sociale"), max_length=200, blank=True)
    siret = models.CharField(_("SIRET ou SIREN"), max_length=14, blank=True)
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True)
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=32, blank=True)
    postal_address = models.TextField(_("adresse postale"), blank=True)
    preferred_channel = models.CharField(
        _("moyen de contact préféré"), max_length=10, choices=PreferredChannel, default=PreferredChannel.EMAIL
    )
    # Decisions that open time limits go on paper unless this consent came first (Défenseur des droits, 2019).
    electronic_consent_at = models.DateTimeField(
        _("accord pour les échanges électroniques"), null=True, blank=True
    )
    opening_agreed_at = models.DateTimeField(
        _("accord pour savoir si un message est ouvert"), null=True, blank=True
    )
    language = models.CharField(_("langue"), max_length=5, default="fr")
    created_at = models.DateTimeField(_("créée le"))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="absorbed",
        verbose_name=_("réunie à"),
    )

    class Meta:
        verbose_name = _("personne")
        indexes = [
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="person_absorbed"
            )
        ]

    def __str__(self) -> str:
        return f"personne {self.pk}"

    @property
    def display_name(self) -> str:
        """Return the name to show or to print, empty when the person gave none."""
        if self.kind == PersonKind.LEGAL and self.company_name:
            return self.company_name
        return self.contact_name

    @property
    def contact_name(self) -> str:
        """Return who speaks for an organisation, empty when nobody is known."""
        return " ".join(part for part in (self.civility, self.first_name, self.last_name) if part)

    @property
    def siret_words(self) -> str:
        """Return the SIREN or the SIRET as one reads it."""
        return spaced(self.siret)

    @property
    def parts(self) -> dict[str, str]:
        """Return what forms read of the profile: each part is a text, empty when it is not known."""
        known = ("civility", "first_name", "last_name", "email", "phone")
        return {name: getattr(self, name) for name in known} | _address(self.postal_address)


def _address(text: str) -> dict[str, str]:
    """Return the parts of a postal address written on lines, the town on the last one that begins with a postcode."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    place = next((n for n in reversed(range(len(lines))) if _TOWN.fullmatch(lines[n])), None)
    if place is None:
        return {}
    postcode, city = _TOWN.fullmatch(lines[place]).groups()  # type: ignore[union-attr]  # matched on the line above
    street, *others = lines[:place] or [""]
    return {
        "street": street,
        "complement": " ".join(others),
        "postcode": postcode,
        "city": city,
        "country": " ".join(lines[place + 1 :]),
    }
