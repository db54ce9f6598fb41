"""Streets of the national address file, and the index by which they are found as one types."""

from django.db import migrations, models

WORDS = "CREATE INDEX street_words ON organisations_street USING gin (words gin_trgm_ops)"
NO_WORDS = "DROP INDEX street_words"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_outlines_and_place_search")]

    operations = [
        migrations.CreateModel(
            name="Street",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("postcode", models.CharField(max_length=5, verbose_name="code postal")),
                (
                    "municipality_code",
                    models.CharField(max_length=5, verbose_name="code INSEE de la commune"),
                ),
                ("municipality_name", models.CharField(max_length=100, verbose_name="commune")),
                ("is_hamlet", models.BooleanField(default=False, verbose_name="lieu-dit")),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                ("numbers", models.JSONField(blank=True, default=list, verbose_name="numéros")),
                (
                    "words",
                    models.TextField(
                        help_text="Nom, commune et code postal, sans accents.", verbose_name="mots cherchés"
                    ),
                ),
            ],
            options={"verbose_name": "rue"},
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.UniqueConstraint(fields=("code", "postcode"), name="street_code_postcode"),
        ),
        migrations.AddIndex(
            model_name="street",
            index=models.Index(fields=["municipality_code"], name="street_municipality"),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
    ]
