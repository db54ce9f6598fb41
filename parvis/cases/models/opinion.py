"""What an opinion asked of another service may say, and what its silence is worth."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    """Which way an opinion goes."""

    FAVOURABLE = "favourable", _("favorable")
    RESERVED = "reserved", _("favorable avec réserves")
    UNFAVOURABLE = "unfavourable", _("défavorable")
    NONE = "none", _("sans objection ni soutien")


class OpinionSilence(models.TextChoices):
    """What silence is worth at the end: one decides without it; a favourable opinion where a text says so."""

    WITHOUT = "without", _("Sans avis ce jour-là, la décision est prise sans lui.")
    FAVOURABLE = "favourable", _("Sans avis ce jour-là, il est réputé favorable.")
