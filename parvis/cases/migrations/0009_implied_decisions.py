"""Implied decisions: two outcomes, and a net under the job: a case has at most one such entry in its journal."""

from django.db import migrations, models

OUTCOMES = [
    ("granted", "acceptée"),
    ("partly_granted", "acceptée en partie"),
    ("refused", "refusée"),
    ("answered", "réponse donnée"),
    ("no_follow_up", "sans suite"),
    ("implied_granted", "acceptée par le silence"),
    ("implied_refused", "refusée par le silence"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_clocks")]
    operations = [
        migrations.AlterField(
            model_name="case",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=20, verbose_name="issue"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(choices=OUTCOMES, max_length=20, verbose_name="issue"),
        ),
        migrations.AddConstraint(
            model_name="journalentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "implied")), fields=("case",), name="journal_implied_once"
            ),
        ),
    ]
