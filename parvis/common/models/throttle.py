"""Counters of attempts, shared by every process."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Throttle(models.Model):
    """How often something was tried in a window of time. ``key`` is a salted hash: no address is kept."""

    key = models.CharField(_("clé"), max_length=64)
    window = models.DateTimeField(_("fenêtre"))
    count = models.PositiveIntegerField(_("nombre"), default=1)

    class Meta:
        verbose_name = _("compteur de tentatives")
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="throttle_once_per_window")]
