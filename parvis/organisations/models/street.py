"""Streets and hamlets of the national address file, with the numbers of their houses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Street(models.Model):
    """One street or hamlet under one postcode. Public information: where houses are, never who lives there.

    ``code`` is the national file's (« 14118_0100 »). ``numbers``: ``[[12, "bis", 49.18291, -0.37065], …]``, each the
    number, what follows it, latitude and longitude; those of the street itself are where its houses are on average.
    """

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("nom"), max_length=200)
    postcode = models.CharField(_("code postal"), max_length=5)
    municipality_code = models.CharField(_("code INSEE de la commune"), max_length=5)
    municipality_name = models.CharField(_("commune"), max_length=100)
    is_hamlet = models.BooleanField(_("lieu-dit"), default=False)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    numbers = models.JSONField(_("numéros"), default=list, blank=True)
    words = models.TextField(_("mots cherchés"), help_text=_("Nom, commune et code postal, sans accents."))

    class Meta:
        verbose_name = _("rue")
        constraints = [models.UniqueConstraint(fields=["code", "postcode"], name="street_code_postcode")]
        # Besides, the migration makes the index on the words (« street_words »).
        indexes = [models.Index(fields=["municipality_code"], name="street_municipality")]

    def __str__(self) -> str:
        return self.name
