"""Contact forms of teams: a stable public address in the place of a generic mailbox."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation, Team


class ContactForm(models.Model):
    """A small form that makes a demand of ``procedure_code`` for a team, in the body's own words.

    ``code`` is its public address, never changed: it is printed and linked to. ``topics`` are the subjects to choose
    from; without any, the person writes one. Closed, it says where to write instead.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contact_forms", verbose_name=_("organisme")
    )
    team = models.ForeignKey(Team, models.CASCADE, related_name="contact_forms", verbose_name=_("service"))
    code = models.SlugField(_("adresse"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    thanks = models.TextField(_("mots de remerciement"), max_length=600, blank=True)
    topics = ArrayField(models.CharField(max_length=80), verbose_name=_("sujets"), default=list, blank=True)
    procedure_code = models.CharField(_("démarche"), max_length=100, default="contact")
    most_files = models.PositiveSmallIntegerField(
        _("fichiers au plus"), default=5, validators=[MinValueValidator(0)]
    )
    is_open = models.BooleanField(_("ouvert"), default=True)
    created_at = models.DateTimeField(_("créé le"))

    class Meta:
        verbose_name = _("formulaire de contact")
        ordering = ["organisation", "title", "pk"]

    def __str__(self) -> str:
        return self.title
