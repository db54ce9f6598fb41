"""A deposit that is not sent yet."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models import ProcedureVersion
from parvis.common.ids import new_id
from parvis.organisations.models import Organisation
from parvis.people.models import Person


class Draft(models.Model):
    """Answers on their way, page after page. ``case_id`` is the case it became: sending twice gives the same case.

    ``corrects`` is the case it puts right, when it is a correction (CRPA L123-1) and not a new demand.
    ``known`` is what was known when it began, by source (``address``, ``link``, ``identity``): prefills read it.
    ``told_by`` says there, in words, who told what comes from an identity provider.
    ``reminded_days`` are the reminders already sent since the last change, in days after it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisme")
    )
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="drafts", verbose_name=_("version de la démarche")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name=_("personne")
    )
    answers = models.JSONField(_("réponses"), default=dict)
    typed = models.JSONField(
        _("réponses à corriger"), default=dict, help_text=_("Ce qui a été refusé, tel que tapé.")
    )
    known = models.JSONField(
        _("connu au départ"), default=dict, db_default=models.Value({}, models.JSONField())
    )
    pages_done = ArrayField(models.CharField(max_length=100), verbose_name=_("pages remplies"), default=list)
    resume_hash = models.CharField(_("empreinte du code de reprise"), max_length=64, unique=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    created_at = models.DateTimeField(_("commencé le"))
    updated_at = models.DateTimeField(_("modifié le"))
    expires_at = models.DateTimeField(_("gardé jusqu’au"))
    reminder_email = models.EmailField(_("adresse des rappels"), blank=True, default="", db_default="")
    reminders_stopped = models.BooleanField(_("rappels arrêtés"), default=False, db_default=False)
    reminded_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("rappels envoyés"), default=list, db_default=[]
    )
    case_id = models.UUIDField(_("demande"), null=True, blank=True)
    corrects = models.UUIDField(_("demande corrigée"), null=True, blank=True)

    class Meta:
        verbose_name = _("brouillon")
        indexes = [models.Index(fields=["expires_at"], name="draft_by_expiry")]
