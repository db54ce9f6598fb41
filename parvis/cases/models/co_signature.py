"""Signatures that a demand asks of other people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common import clock
from parvis.common.ids import new_id
from parvis.organisations.models import Organisation


class CoSignatureState(models.TextChoices):
    """Where a signature asked of someone stands; one that is not given in time stays « waiting », and says so."""

    WAITING = "waiting", _("attendue")
    SIGNED = "signed", _("donnée")
    REFUSED = "refused", _("refusée")


class CoSignature(models.Model):
    """One person asked to sign. ``question`` is the name of the one that named them (« parents.1.other »).

    ``signature`` is an answer of the type « signature ». Its link opens this row and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="co_signatures", db_index=False, verbose_name=_("demande")
    )
    question = models.CharField(_("question"), max_length=200)
    name = models.CharField(_("nom"), max_length=150)
    email = models.EmailField(_("adresse e-mail"))
    statement = models.TextField(_("ce qui est signé"), blank=True)
    share_answers = models.BooleanField(_("réponses montrées"), default=False)
    state = models.CharField(
        _("état"), max_length=10, choices=CoSignatureState, default=CoSignatureState.WAITING
    )
    asked_at = models.DateTimeField(_("demandée le"))
    remind_at = models.DateTimeField(_("rappel le"), null=True, blank=True)
    expires_at = models.DateTimeField(_("jusqu’au"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    signature = models.JSONField(_("signature"), default=dict)
    unreachable = models.BooleanField(_("adresse sans réponse"), default=False)

    class Meta:
        verbose_name = _("signature d’une autre personne")
        indexes = [
            models.Index(fields=["case", "asked_at"], name="co_signature_of_case"),
            models.Index(
                fields=["remind_at"],
                condition=models.Q(remind_at__isnull=False),
                name="co_signature_reminders",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["case", "question"], name="co_signature_once")]
        ordering = ["asked_at", "question"]

    @property
    def is_open(self) -> bool:
        """Return whether the person may still answer."""
        return self.state == CoSignatureState.WAITING and self.expires_at > clock.now()
