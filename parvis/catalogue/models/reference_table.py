"""Lists a body manages once for all its forms: streets, schools, rates, cemeteries."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation

RESOURCE_CODE = RegexValidator(r"^[a-z0-9]+([-_][a-z0-9]+)*$")


class ColumnType(models.TextChoices):
    """What the boxes of a column hold; their JSON is a text, a number, an ISO date, true or false."""

    TEXT = "text", _("texte")
    NUMBER = "number", _("nombre")
    DATE = "date", _("date")
    YES_NO = "yes_no", _("oui ou non")


class ReferenceTable(models.Model):
    """A list under a code that definitions name. ``columns``: ``[{"key", "label", "type"}]``, type a ColumnType.

    Retired, it serves the forms that name it already; it is no longer proposed to others.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="reference_tables", verbose_name=_("organisme")
    )
    code = models.CharField(_("code"), max_length=100, validators=[RESOURCE_CODE])
    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    columns = models.JSONField(_("colonnes"), default=list, blank=True)
    updated_at = models.DateTimeField(_("modifiée le"))
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("table de référence")
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="reference_table_code")]

    def __str__(self) -> str:
        return self.title


class ReferenceRow(models.Model):
    """A line of a table. ``columns`` holds its boxes by key; both days of validity are included, absent is for ever."""

    table = models.ForeignKey(
        ReferenceTable, models.CASCADE, related_name="rows", verbose_name=_("table de référence")
    )
    code = models.CharField(_("code"), max_length=100)
    label = models.CharField(_("libellé"), max_length=300)
    columns = models.JSONField(_("colonnes"), default=dict, blank=True)
    valid_from = models.DateField(_("valable à partir du"), null=True, blank=True)
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    position = models.PositiveIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("ligne d’une table de référence")
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="reference_row_code"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="reference_row_days",
            ),
        ]
        # Besides, the migration makes the index on the words of the label, without accents (« reference_row_words »).
        indexes = [models.Index(fields=["table", "position", "code"], name="reference_row_order")]

    def __str__(self) -> str:
        return self.label
