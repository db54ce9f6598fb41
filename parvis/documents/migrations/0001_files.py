"""Files and issued documents, under row security, and the check of a document by its code."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

# Whoever holds a document may ask whether it is ours: the answer carries what was issued, never to whom.
VERIFY = """
CREATE FUNCTION parvis_verify_document(asked text)
RETURNS TABLE (kind text, issued_at timestamptz, sha256 text, facts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT d.kind, d.issued_at, d.sha256, d.facts FROM documents_issueddocument d WHERE d.code = asked
$$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("common", "0001_row_security")]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("media_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                ("key", models.CharField(max_length=100, unique=True, verbose_name="clé dans le stockage")),
                (
                    "scan_state",
                    models.CharField(
                        choices=[
                            ("pending", "vérification en cours"),
                            ("clean", "vérifié, sans virus"),
                            ("infected", "bloqué : un virus a été trouvé"),
                            ("skipped", "non vérifié : aucun antivirus n’est installé"),
                            ("made", "produit par le service"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="antivirus",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="reçu le")),
            ],
            options={
                "verbose_name": "fichier",
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan_state", "pending")),
                        fields=["created_at"],
                        name="file_to_scan",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="code de vérification")),
                (
                    "kind",
                    models.CharField(
                        choices=[("receipt", "accusé de réception"), ("decision", "décision")],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("about", models.UUIDField(verbose_name="objet concerné")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                ("facts", models.JSONField(verbose_name="faits vérifiables")),
                ("issued_at", models.DateTimeField(verbose_name="émis le")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                        verbose_name="fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "document émis",
                "indexes": [models.Index(fields=["about", "kind"], name="issued_about")],
            },
        ),
        enable("documents_storedfile"),
        policy("documents_storedfile", "file_proved", using=f"{SYSTEM} OR id = {PROVED}"),
        enable("documents_issueddocument"),
        policy(
            "documents_issueddocument",
            "issued_proved",
            using=f"{SYSTEM} OR id = {PROVED} OR about = {PROVED}",
        ),
        migrations.RunSQL(VERIFY, "DROP FUNCTION parvis_verify_document(text)"),
    ]
