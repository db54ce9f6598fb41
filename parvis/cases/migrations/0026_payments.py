"""Payments asked by workflows, seen with their case."""

import django.db.models.deletion
from django.db import migrations, models

from parvis.common.row_security import PROVED, SYSTEM, enable, policy

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0025_signatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(blank=True, max_length=50, verbose_name="nom dans le parcours"),
                ),
                ("signal", models.CharField(blank=True, max_length=50, verbose_name="signal")),
                ("amount", models.PositiveIntegerField(verbose_name="montant, en centimes")),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="ce qui est payé")),
                ("means", models.CharField(max_length=30, verbose_name="moyen")),
                ("service", models.JSONField(default=dict, verbose_name="service")),
                ("link", models.CharField(blank=True, max_length=2000, verbose_name="lien")),
                ("reference", models.CharField(blank=True, max_length=100, verbose_name="référence")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "attendu"), ("paid", "reçu"), ("failed", "refusé")],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("how", models.CharField(blank=True, max_length=30, verbose_name="payé par")),
                ("trouble", models.CharField(blank=True, max_length=20, verbose_name="à vérifier")),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payments",
                        to="cases.case",
                        verbose_name="demande",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "paiement",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(fields=["case", "asked_at"], name="payment_of_case"),
                    models.Index(
                        condition=models.Q(("state", "waiting"), models.Q(("reference", ""), _negated=True)),
                        fields=["asked_at"],
                        name="payment_waiting",
                    ),
                ],
            },
        ),
        enable("cases_payment"),
        policy("cases_payment", "with_its_case", using=WITH_ITS_CASE),
    ]
