"""Images, videos and captions that forms show."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0020_editing"), ("organisations", "0003_streets")]

    operations = [
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("media_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille en octets")),
                ("key", models.CharField(max_length=100, verbose_name="clé dans le stockage")),
                ("added_at", models.DateTimeField(verbose_name="ajouté le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="media_files",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={"verbose_name": "média"},
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="media_file_code"),
        ),
        migrations.AddIndex(
            model_name="mediafile", index=models.Index(fields=["code"], name="media_file_by_code")
        ),
    ]
