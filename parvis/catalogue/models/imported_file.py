"""Files of other products that a body took in, kept for what is taken in after them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class ImportedFile(models.Model):
    """The last file taken in of one object of another product: a form, a workflow, a block, a template of messages.

    What names it, or what it names, may come later: both are then read together. ``kind`` is the code of the importer,
    ``identity`` what the object is called there, ``content`` its bytes (zlib). ``code`` is that of the procedure made
    of it, ``made`` its definition as it was made, to tell what the body changed since.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="imported_files", verbose_name=_("organisme")
    )
    kind = models.CharField(_("produit"), max_length=30)
    identity = models.CharField(_("identité"), max_length=300)
    name = models.CharField(_("nom"), max_length=300)
    content = models.BinaryField(_("contenu"))
    code = models.CharField(_("démarche"), max_length=100, blank=True)
    made = models.JSONField(_("définition"), null=True)
    taken_at = models.DateTimeField(_("importé le"))

    class Meta:
        verbose_name = _("fichier importé")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "identity"], name="imported_file_identity"
            )
        ]

    def __str__(self) -> str:
        return self.name
