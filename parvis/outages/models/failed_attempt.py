"""Attempts of persons that failed because of us: kept as proof, without a word of what was written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class Gesture(models.TextChoices):
    """What the person was doing."""

    BEGIN = "begin", _("commencer une demande")
    SAVE = "save", _("enregistrer une demande")
    SEND = "send", _("envoyer une demande")
    PIECES = "pieces", _("donner des pièces ou corriger une demande")
    WRITE = "write", _("nous écrire")
    SIGN_IN = "sign_in", _("ouvrir son espace")
    OTHER = "other", _("utiliser le service en ligne")


class ToldBy(models.TextChoices):
    """How we know of an attempt."""

    PLATFORM = "platform", _("vue par la plateforme")
    PHONE = "phone", _("dite au téléphone")
    COUNTER = "counter", _("dite au guichet")
    MAIL = "mail", _("dite par e-mail ou par courrier")


class FailedAttempt(models.Model):
    """One attempt. The person is named by their account, else by the pseudonym of their browser's session.

    ``reference`` is written on the page of the error: who holds it opens the attempt. ``error`` is a code, never words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(_("référence"), max_length=12, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisme")
    )
    procedure_code = models.CharField(_("démarche"), max_length=100, blank=True)
    person_id = models.UUIDField(_("personne"), null=True, blank=True)
    session = models.CharField(_("pseudonyme de session"), max_length=64, blank=True)
    case_id = models.UUIDField(_("demande"), null=True, blank=True)
    draft_id = models.UUIDField(_("brouillon"), null=True, blank=True)
    gesture = models.CharField(_("geste"), max_length=10, choices=Gesture)
    error = models.CharField(_("code de l’erreur"), max_length=100, blank=True)
    failed_at = models.DateTimeField(_("le"))
    told_by = models.CharField(_("connue"), max_length=10, choices=ToldBy, default=ToldBy.PLATFORM)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("notée par")
    )

    class Meta:
        verbose_name = _("tentative échouée")
        ordering = ["failed_at", "pk"]
        indexes = [
            models.Index(fields=["failed_at"], name="attempt_by_moment"),
            models.Index(
                fields=["case_id"], condition=models.Q(case_id__isnull=False), name="attempt_of_case"
            ),
        ]

    def __str__(self) -> str:
        return f"tentative {self.pk}"
