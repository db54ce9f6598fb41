"""Files given by people or made by us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id


class ScanState(models.TextChoices):
    """What the antivirus said, in words for whoever sees the file."""

    PENDING = "pending", _("vérification en cours")
    CLEAN = "clean", _("vérifié, sans virus")
    INFECTED = "infected", _("bloqué : un virus a été trouvé")
    SKIPPED = "skipped", _("non vérifié : aucun antivirus n’est installé")
    UNCHECKED = "unchecked", _("non vérifié : l’antivirus ne peut pas le lire")
    MADE = "made", _("produit par le service")


class StoredFile(models.Model):
    """What is known of a file; its content is in the storage, under ``key``, and never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("nom"), max_length=150)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    key = models.CharField(_("clé dans le stockage"), max_length=100, unique=True)
    scan_state = models.CharField(_("antivirus"), max_length=10, choices=ScanState, default=ScanState.PENDING)
    created_at = models.DateTimeField(_("reçu le"))

    class Meta:
        verbose_name = _("fichier")
        indexes = [
            models.Index(fields=["created_at"], name="file_to_scan", condition=models.Q(scan_state="pending"))
        ]

    def __str__(self) -> str:
        return f"fichier {self.pk}"
