"""A procedure that a body offers, whatever its version."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class Audience(models.TextChoices):
    """Whom a procedure is for. ``AGENT`` alone makes an internal request, never shown to the public."""

    INDIVIDUAL = "individual", _("particuliers")
    COMPANY = "company", _("entreprises")
    ASSOCIATION = "association", _("associations")
    BODY = "body", _("organismes publics")
    AGENT = "agent", _("agents")


class Procedure(models.Model):
    """What a body offers under a code; its texts are copied from the last published version for search."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="procedures", verbose_name=_("organisme qui publie")
    )
    code = models.CharField(
        _("code"), max_length=100, validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    )
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("résumé"), blank=True)
    category = models.CharField(_("thème"), max_length=100, blank=True)
    keywords = models.TextField(_("mots de recherche"), blank=True)
    audience = ArrayField(
        models.CharField(max_length=20, choices=Audience), verbose_name=_("public"), default=list, blank=True
    )
    is_active = models.BooleanField(_("proposée"), default=True)
    text = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="parvis_fr")
        + SearchVector("keywords", weight="B", config="parvis_fr")
        + SearchVector("summary", weight="C", config="parvis_fr")
        + SearchVector("category", weight="D", config="parvis_fr"),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name=_("texte de recherche"),
    )

    class Meta:
        verbose_name = _("démarche")
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="procedure_code_unique")]
        indexes = [
            GinIndex(fields=["text"], name="procedure_text"),
            models.Index(fields=["code"], name="procedure_code"),
        ]

    def __str__(self) -> str:
        return self.title
