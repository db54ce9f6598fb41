"""Documents issued to persons, which anyone they are shown to can check."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.documents.models.stored_file import StoredFile


class DocumentKind(models.TextChoices):
    """What was issued."""

    RECEIPT = "receipt", _("accusé de réception")
    DECISION = "decision", _("décision")
    ATTESTATION = "attestation", _("attestation d’acceptation")
    OUTAGE = "outage", _("attestation de panne")
    TRANSMISSION = "transmission", _("dossier transmis")
    LETTER = "letter", _("courrier")


class IssuedDocument(models.Model):
    """A document that left under a body’s name. ``facts``, shown by a check, hold no personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code de vérification"), max_length=16, unique=True)
    kind = models.CharField(_("nature"), max_length=20, choices=DocumentKind)
    about = models.UUIDField(_("objet concerné"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("fichier"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    facts = models.JSONField(_("faits vérifiables"))
    issued_at = models.DateTimeField(_("émis le"))

    class Meta:
        verbose_name = _("document émis")
        indexes = [models.Index(fields=["about", "kind"], name="issued_about")]

    def __str__(self) -> str:
        return f"document {self.pk}"
