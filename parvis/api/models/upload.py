"""Files sent before the case they belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.documents.models import StoredFile
from parvis.organisations.models import Organisation


class Upload(models.Model):
    """A file that a body's key sent: only that body may join it to a case, once."""

    file = models.OneToOneField(
        StoredFile, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("fichier")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    sent_at = models.DateTimeField(_("envoyé le"))

    class Meta:
        verbose_name = _("fichier en attente")
        indexes = [models.Index(fields=["sent_at"], name="upload_by_age")]
