"""Groups of questions written once for all the procedures of a body, and what each change of one touched."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models.reference_table import RESOURCE_CODE
from parvis.organisations.models import Agent, Organisation


class SharedBlock(models.Model):
    """A block under a code. Procedures hold a snapshot of its fields (``"block": code``), never a link to it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="shared_blocks", verbose_name=_("organisme")
    )
    code = models.CharField(_("code"), max_length=100, validators=[RESOURCE_CODE])
    title = models.CharField(_("titre"), max_length=200)
    retired_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("bloc partagé")
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="shared_block_code")]

    def __str__(self) -> str:
        return self.title


class SharedBlockVersion(models.Model):
    """The fields of a block at one time, as a definition writes them; the last number is the one in force."""

    block = models.ForeignKey(
        SharedBlock, models.PROTECT, related_name="versions", verbose_name=_("bloc partagé")
    )
    number = models.PositiveIntegerField(_("numéro"))
    fields = models.JSONField(_("questions"))
    checksum = models.CharField(_("empreinte"), max_length=64)
    created_at = models.DateTimeField(_("créée le"))
    created_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("créée par")
    )

    class Meta:
        verbose_name = _("version de bloc partagé")
        constraints = [
            models.UniqueConstraint(fields=["block", "number"], name="shared_block_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.block_id} v{self.number}"


class BlockSpread(models.Model):
    """A change of a block carried to procedures in one operation: who, when, why, and each version it made.

    ``changes``: ``[{"procedure", "code", "from", "to", "published"}]``, versions by number. Never changed nor deleted.
    """

    version = models.ForeignKey(
        SharedBlockVersion,
        models.PROTECT,
        related_name="spreads",
        verbose_name=_("version de bloc partagé"),
    )
    made_at = models.DateTimeField(_("faite le"))
    made_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("faite par")
    )
    reason = models.CharField(_("motif"), max_length=300, blank=True)
    changes = models.JSONField(_("démarches mises à jour"))

    class Meta:
        verbose_name = _("report d’un bloc partagé")

    def __str__(self) -> str:
        return f"{self.version_id} {self.made_at:%Y-%m-%d}"
