"""Payments asked of persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.organisations.models import Organisation


class PaymentState(models.TextChoices):
    """Where a payment stands."""

    WAITING = "waiting", _("attendu")
    PAID = "paid", _("reçu")
    FAILED = "failed", _("refusé")


class Payment(models.Model):
    """One payment asked by the workflow of a case. ``id`` is that of the action that asked: its key outside too.

    ``amount`` is in cents of euro; ``means`` the code of a way to be paid, ``how`` what it was paid by. ``service`` is
    what its means needs: address, name of the secret. ``trouble`` says what agents must look at (paid twice, another
    amount).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="payments", db_index=False, verbose_name=_("demande")
    )
    key = models.CharField(_("nom dans le parcours"), max_length=50, blank=True)
    signal = models.CharField(_("signal"), max_length=50, blank=True)
    amount = models.PositiveIntegerField(_("montant, en centimes"))
    subject = models.CharField(_("ce qui est payé"), max_length=250, blank=True)
    means = models.CharField(_("moyen"), max_length=30)
    service = models.JSONField(_("service"), default=dict)
    link = models.CharField(_("lien"), max_length=2000, blank=True)
    reference = models.CharField(_("référence"), max_length=100, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=PaymentState, default=PaymentState.WAITING)
    how = models.CharField(_("payé par"), max_length=30, blank=True)
    trouble = models.CharField(_("à vérifier"), max_length=20, blank=True)
    asked_at = models.DateTimeField(_("demandé le"))
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("paiement")
        indexes = [
            models.Index(fields=["case", "asked_at"], name="payment_of_case"),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state="waiting") & ~models.Q(reference=""),
                name="payment_waiting",
            ),
        ]
        ordering = ["asked_at", "pk"]

    @property
    def is_settled(self) -> bool:
        """Return whether the money came."""
        return self.state == PaymentState.PAID
