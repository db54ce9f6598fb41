"""Service levels: calendars and agreements of bodies, priority of cases, clocks in opening hours and their steps.

Calendars and agreements hold nothing personal: every door reads them, and they need no policy.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_co_signatures"),
        ("organisations", "0002_outlines_and_place_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("procedure_code", models.CharField(blank=True, max_length=100, verbose_name="démarche")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "critique"),
                            (2, "haute"),
                            (3, "normale"),
                            (4, "basse"),
                            (5, "très basse"),
                        ],
                        null=True,
                        verbose_name="priorité",
                    ),
                ),
                (
                    "person_kind",
                    models.CharField(
                        blank=True,
                        choices=[("natural", "personne physique"), ("legal", "personne morale")],
                        max_length=20,
                        verbose_name="type d’usager",
                    ),
                ),
                (
                    "first_answer",
                    models.CharField(blank=True, max_length=10, verbose_name="première réponse"),
                ),
                ("next_answer", models.CharField(blank=True, max_length=10, verbose_name="réponse suivante")),
                ("resolution", models.CharField(blank=True, max_length=10, verbose_name="résolution")),
                (
                    "remind_after",
                    models.CharField(blank=True, max_length=10, verbose_name="relance de l’usager"),
                ),
                (
                    "close_after",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="clôture sans réponse de l’usager"
                    ),
                ),
                (
                    "pauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="arrêts",
                    ),
                ),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="alertes")),
                ("is_shown", models.BooleanField(default=True, verbose_name="annoncé à l’usager")),
                ("is_active", models.BooleanField(default=True, verbose_name="en vigueur")),
            ],
            options={
                "verbose_name": "engagement de service",
            },
        ),
        migrations.CreateModel(
            name="BusinessCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("hours", models.JSONField(default=dict, verbose_name="horaires")),
                (
                    "territory",
                    models.CharField(
                        blank=True, default="mainland", max_length=20, verbose_name="jours fériés"
                    ),
                ),
                ("closures", models.JSONField(blank=True, default=list, verbose_name="fermetures")),
                (
                    "special_days",
                    models.JSONField(blank=True, default=list, verbose_name="jours particuliers"),
                ),
                ("edition", models.PositiveIntegerField(default=1, verbose_name="édition")),
            ],
            options={
                "verbose_name": "calendrier de service",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="impact",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "forte"), (2, "moyenne"), (3, "faible")],
                db_default=2,
                default=2,
                verbose_name="portée",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="is_committed",
            field=models.BooleanField(db_default=False, default=False, verbose_name="avec engagement"),
        ),
        migrations.AddField(
            model_name="case",
            name="urgency",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "forte"), (2, "moyenne"), (3, "faible")],
                db_default=2,
                default=2,
                verbose_name="urgence",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="calendar_id",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="calendrier"),
        ),
        migrations.AddField(
            model_name="clock",
            name="next_step_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="prochaine alerte"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("next_step_at__isnull", False), ("state", "running")),
                fields=["next_step_at"],
                name="clock_next_step",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("calendar_id__isnull", False), ("state", "running")),
                fields=["calendar_id", "case"],
                name="clock_running_on_calendar",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="organisations.organisation",
                verbose_name="organisme",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.team",
                verbose_name="service engagé",
            ),
        ),
        migrations.AddField(
            model_name="businesscalendar",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="business_calendars",
                to="organisations.organisation",
                verbose_name="organisme",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="cases.businesscalendar",
                verbose_name="calendrier",
            ),
        ),
        migrations.AddConstraint(
            model_name="businesscalendar",
            constraint=models.UniqueConstraint(
                fields=("organisation", "name"), name="business_calendar_name_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="agreement_name_unique"),
        ),
    ]
