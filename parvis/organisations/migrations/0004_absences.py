"""Absences of agents, with who stands in for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_streets")]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="du")),
                ("until", models.DateField(verbose_name="au")),
                ("declared_at", models.DateTimeField(verbose_name="déclarée le")),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="organisations.agent",
                        verbose_name="agent",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="organisations.agent",
                        verbose_name="remplacé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "ordering": ["since", "pk"],
                "indexes": [models.Index(fields=["agent", "until"], name="absence_of_agent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="absence_ends_after_its_start",
                    )
                ],
            },
        ),
    ]
