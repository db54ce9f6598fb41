"""Images, videos and captions that a body shows in its forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class MediaFile(models.Model):
    """What a body gave to be shown. ``code`` is how definitions name it, and its address: the SHA-256 of its content,
    then its kind (« 3f…a9.mp4 »). It never changes: another content has another name, so browsers keep it for good.

    Public, as the forms that show it are; whoever is to see it has its name.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="media_files", verbose_name=_("organisme")
    )
    code = models.CharField(_("code"), max_length=80)
    name = models.CharField(_("nom"), max_length=150)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    key = models.CharField(_("clé dans le stockage"), max_length=100)
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("média")
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="media_file_code")]
        indexes = [models.Index(fields=["code"], name="media_file_by_code")]

    def __str__(self) -> str:
        return self.name
