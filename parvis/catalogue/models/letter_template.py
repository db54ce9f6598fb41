"""The letters that a body writes once, and every version of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models.procedure import Procedure
from parvis.catalogue.models.reference_table import RESOURCE_CODE
from parvis.organisations.models import Agent, Organisation


class LetterUse(models.TextChoices):
    """What a template makes: a letter that a workflow or an agent asks for, or the letter of every decision."""

    LETTER = "letter", _("courrier")
    DECISION = "decision", _("lettre de décision")


class LetterTemplate(models.Model):
    """A letter under a code, for the procedures of a body or for one alone. Its words are in its versions."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="letter_templates", verbose_name=_("organisme")
    )
    procedure = models.ForeignKey(
        Procedure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letter_templates",
        verbose_name=_("démarche"),
    )
    code = models.CharField(_("code"), max_length=100, validators=[RESOURCE_CODE])
    title = models.CharField(_("titre"), max_length=200)
    use = models.CharField(_("usage"), max_length=10, choices=LetterUse, default=LetterUse.LETTER)
    retired_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("modèle de courrier")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="letter_template_code"),
            # One letter of decision a procedure, one for the others: nobody chooses between two.
            models.UniqueConstraint(
                fields=["organisation", "procedure"],
                condition=models.Q(use="decision", retired_at__isnull=True),
                nulls_distinct=False,
                name="letter_template_of_decisions",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LetterTemplateVersion(models.Model):
    """The words of a letter at one time (``catalogue.letters``), or the file they are in; the last number is in force.

    Never changed nor deleted: letters that were issued name it. ``model_*``: a DOCX or ODT to merge, its key in the
    storage named by its content.
    """

    template = models.ForeignKey(
        LetterTemplate, models.PROTECT, related_name="versions", verbose_name=_("modèle de courrier")
    )
    number = models.PositiveIntegerField(_("numéro"))
    document = models.JSONField(_("courrier"), default=dict)
    checksum = models.CharField(_("empreinte"), max_length=64)
    model_kind = models.CharField(_("type du fichier"), max_length=10, blank=True)
    model_name = models.CharField(_("nom du fichier"), max_length=150, blank=True)
    model_key = models.CharField(_("clé dans le stockage"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("créée le"))
    created_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("créée par")
    )
    reason = models.CharField(_("motif"), max_length=300)

    class Meta:
        verbose_name = _("version d’un modèle de courrier")
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="letter_template_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"
