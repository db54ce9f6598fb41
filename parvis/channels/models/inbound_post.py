"""Post that came: folders that are looked into, piles as they were scanned, letters cut out of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation, Team


class PileState(models.TextChoices):
    """Where a pile is in its life."""

    RECEIVED = "received", _("à lire")
    READ = "read", _("lu")
    ASIDE = "aside", _("mis de côté")
    DISMISSED = "dismissed", _("écarté")


class PileSplit(models.TextChoices):
    """What separates two letters of a pile."""

    SHEETS = "sheets", _("des feuilles intercalaires")
    BLANKS = "blanks", _("des feuilles blanches")
    WHOLE = "whole", _("rien : un seul courrier par fichier")


class LetterState(models.TextChoices):
    """Where a letter is in its life."""

    WAITING = "waiting", _("à trier")
    SORTED = "sorted", _("classé")
    DISMISSED = "dismissed", _("écarté")


class LetterFate(models.TextChoices):
    """What became of a letter."""

    NEW_CASE = "new_case", _("nouvelle demande")
    REPLY = "reply", _("réponse à une demande")
    RETURNED = "returned", _("courrier de nous, revenu")


class PostFolder(models.Model):
    """A folder of the machine where a scanner leaves its files, looked into every minute.

    ``looked`` is the size and the time of each file at the last look: one that changed since is not whole yet.
    ``moved_to`` names the folder inside it where files go once kept; empty, they are deleted.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="post_folders", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    name = models.CharField(_("nom"), max_length=100)
    path = models.CharField(_("dossier"), max_length=500)
    split = models.CharField(_("séparation"), max_length=10, choices=PileSplit, default=PileSplit.SHEETS)
    moved_to = models.CharField(_("dossier d’archivage"), max_length=100, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)
    looked = models.JSONField(_("dernier regard"), default=dict, blank=True)
    looked_at = models.DateTimeField(_("regardé le"), null=True, blank=True)
    last_error = models.CharField(_("dernier incident"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("dossier de courrier")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["path"], name="post_folder_once")]

    def __str__(self) -> str:
        return self.name


class PostPile(models.Model):
    """A scan as it came, of one letter or many: it is in the file storage under ``key`` and never changes.

    The same content given twice to a body is one pile. ``arrived_on`` is the stamp of arrival, typed by an agent, when
    it is the same for the whole pile. ``reason`` is a short stable code; ``attempts`` counts readings begun.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("service"),
    )
    folder = models.ForeignKey(
        PostFolder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dossier")
    )
    given_by = models.ForeignKey(
        Agent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("donné par"),
    )
    name = models.CharField(_("nom du fichier"), max_length=200)
    key = models.CharField(_("clé dans le stockage"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    split = models.CharField(_("séparation"), max_length=10, choices=PileSplit, default=PileSplit.SHEETS)
    arrived_on = models.DateField(_("tampon d’arrivée"), null=True, blank=True)
    received_at = models.DateTimeField(_("reçu le"))
    state = models.CharField(_("état"), max_length=10, choices=PileState, default=PileState.RECEIVED)
    reason = models.CharField(_("raison"), max_length=60, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    attempts = models.PositiveSmallIntegerField(_("lectures"), default=0)
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services qui trient"), default=list)

    class Meta:
        verbose_name = _("liasse numérisée")
        ordering = ["-received_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="post_pile_once")]
        indexes = [models.Index(fields=["state", "-received_at"], name="post_pile_state")]

    def __str__(self) -> str:
        return f"liasse {self.pk}"


class InboundLetter(models.Model):
    """A letter of a pile: its PDF is in the file storage under ``key``, pictures of its first pages beside it.

    ``proposed`` is the id of what the code of one of our own letters names, ``proposed_message`` that of the message
    that the letter was, when it left by post: it may have come back, an agent decides. ``about`` is what it was sorted
    into, ``written`` the message it made there; ``teams`` those who see it until then. ``arrived_on`` is the stamp of
    arrival, typed by an agent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pile = models.ForeignKey(PostPile, models.PROTECT, related_name="letters", verbose_name=_("liasse"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    first_page = models.PositiveIntegerField(_("première page"), default=1)
    pages = models.PositiveIntegerField(_("pages"))
    pictures = models.PositiveSmallIntegerField(_("pages montrées"), default=0)
    key = models.CharField(_("clé dans le stockage"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    arrived_on = models.DateField(_("tampon d’arrivée"), null=True, blank=True)
    received_at = models.DateTimeField(_("numérisé le"))
    state = models.CharField(_("état"), max_length=10, choices=LetterState, default=LetterState.WAITING)
    fate = models.CharField(_("devenu"), max_length=20, choices=LetterFate, blank=True)
    proposed = models.UUIDField(_("objet proposé"), null=True, blank=True)
    proposed_message = models.UUIDField(_("lettre peut-être revenue"), null=True, blank=True)
    about = models.UUIDField(_("objet concerné"), null=True, blank=True)
    written = models.UUIDField(_("message écrit"), null=True, blank=True)
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services qui trient"), default=list)
    sorted_at = models.DateTimeField(_("classé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("courrier reçu")
        ordering = ["received_at", "pile", "first_page"]
        constraints = [models.UniqueConstraint(fields=["pile", "first_page"], name="letter_of_pile_once")]
        indexes = [
            models.Index(fields=["about"], name="letter_about"),
            models.Index(fields=["state", "received_at"], name="letter_to_sort"),
        ]

    def __str__(self) -> str:
        return f"courrier {self.pk}"
