"""Signs of life of the platform's parts, and what its probes found last."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a part of the platform was last known to live. Nothing runs while all is down: the gap is the proof."""

    part = models.CharField(_("partie"), max_length=30, primary_key=True)
    seen_at = models.DateTimeField(_("vue le"))

    class Meta:
        verbose_name = _("signe de vie")


class ProbeRecord(models.Model):
    """What a probe found lately: how often in a row it failed or succeeded, since when, and its last words."""

    probe = models.CharField(_("sonde"), max_length=30, primary_key=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    successes = models.PositiveIntegerField(_("succès de suite"), default=0)
    since = models.DateTimeField(_("depuis"))
    looked_at = models.DateTimeField(_("dernier essai"))
    said = models.CharField(_("constat"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("état d’une sonde")
