"""Lists read from another system, by HTTP, and the last good copy of each."""

from collections.abc import Mapping

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models.reference_table import RESOURCE_CODE
from parvis.common.journal import canonical
from parvis.organisations.models import Organisation

SHORTEST_CACHE, LONGEST_CACHE = 60, 30 * 24 * 3600
SHORTEST_WAIT, LONGEST_WAIT = 1, 5


class WhenDown(models.TextChoices):
    """What a question does while its source gives nothing."""

    LAST = "last", _("proposer la dernière liste reçue, sinon un champ libre")
    TEXT = "text", _("laisser écrire la réponse")
    CLOSED = "closed", _("fermer la question, avec une phrase")


class DataSource(models.Model):
    """Where a list is read and how: JSON over HTTP.

    ``url`` may hold ``{name}`` of parameters; the others go to the query. ``parameters``: expressions by name.
    ``list_path``: dotted way to the list in the answer, empty when the answer is the list. ``code_path`` and
    ``label_path``: dotted ways inside an item. ``columns``: ``[{"key", "label", "type", "path"}]``.
    An empty ``url`` is a source that an import left to be filled in: it is down.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="data_sources", verbose_name=_("organisme")
    )
    code = models.CharField(_("code"), max_length=100, validators=[RESOURCE_CODE])
    title = models.CharField(_("titre"), max_length=200)
    url = models.CharField(_("adresse"), max_length=2000, blank=True)
    parameters = models.JSONField(_("paramètres"), default=dict, blank=True)
    list_path = models.CharField(_("chemin de la liste"), max_length=200, blank=True)
    code_path = models.CharField(_("clé du code"), max_length=200, default="id")
    label_path = models.CharField(_("clé du libellé"), max_length=200, default="text")
    columns = models.JSONField(_("colonnes"), default=list, blank=True)
    cache_seconds = models.PositiveIntegerField(
        _("durée de la copie (secondes)"),
        default=3600,
        validators=[MinValueValidator(SHORTEST_CACHE), MaxValueValidator(LONGEST_CACHE)],
    )
    timeout_seconds = models.PositiveSmallIntegerField(
        _("attente (secondes)"),
        default=3,
        validators=[MinValueValidator(SHORTEST_WAIT), MaxValueValidator(LONGEST_WAIT)],
    )
    when_down = models.CharField(
        _("si la source ne répond pas"), max_length=10, choices=WhenDown, default=WhenDown.LAST
    )
    closed_sentence = models.CharField(_("phrase de la question fermée"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("modifiée le"))
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    answered_at = models.DateTimeField(_("dernière réponse le"), null=True, blank=True)
    failed_at = models.DateTimeField(_("dernier échec le"), null=True, blank=True)
    failure = models.CharField(_("dernier échec"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    rests_until = models.DateTimeField(_("n’est plus appelée jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("source de données")
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="data_source_code")]

    def __str__(self) -> str:
        return self.title


def asked_with(parameters: Mapping[str, str]) -> str:
    """Return the keyed hash of the parameters a source is asked with."""
    return salted_hmac("parvis.source_copy", canonical(dict(parameters)), algorithm="sha256").hexdigest()


class SourceCopy(models.Model):
    """The last good answer of a source to one set of parameters. ``rows``: ``[{"code", "label", "columns"}]``.

    Parameters may come from what a person answered: only a keyed hash of them is kept.
    """

    source = models.ForeignKey(
        DataSource, models.CASCADE, related_name="copies", verbose_name=_("source de données")
    )
    asked = models.CharField(_("empreinte des paramètres"), max_length=64)
    rows = models.JSONField(_("lignes"), default=list, blank=True)
    fetched_at = models.DateTimeField(_("reçue le"))

    class Meta:
        verbose_name = _("copie d’une source")
        constraints = [models.UniqueConstraint(fields=["source", "asked"], name="source_copy_once")]
        indexes = [models.Index(fields=["fetched_at"], name="source_copy_age")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.fetched_at:%Y-%m-%d %H:%M}"
