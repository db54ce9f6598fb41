"""Extensions, French text search, and the functions by which policies read who acts. Before any table of ours."""

import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

# french_stem alone keeps accents apart; unaccent first makes « pièce » and « piece » one word.
TEXT_SEARCH = """
CREATE TEXT SEARCH CONFIGURATION parvis_fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION parvis_fr ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""

ACTOR = """
CREATE FUNCTION parvis_actor() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('parvis.actor', true), '')::jsonb $$;

CREATE FUNCTION parvis_actor_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce((parvis_actor()->>'system')::boolean, false) $$;

CREATE FUNCTION parvis_actor_teams() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(array(SELECT jsonb_array_elements_text(parvis_actor()->'teams')::bigint), '{}') $$;

CREATE FUNCTION parvis_actor_proved() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(array(SELECT jsonb_array_elements_text(parvis_actor()->'proved')::uuid), '{}') $$;

CREATE FUNCTION parvis_actor_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (parvis_actor()->>'person')::uuid $$;
"""

NO_ACTOR = """
DROP FUNCTION parvis_actor_person(); DROP FUNCTION parvis_actor_proved(); DROP FUNCTION parvis_actor_teams();
DROP FUNCTION parvis_actor_is_system(); DROP FUNCTION parvis_actor();
"""

GRANTS = f"""
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {settings.RUNTIME_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {settings.RUNTIME_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {settings.RUNTIME_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {settings.RUNTIME_ROLE};
GRANT USAGE ON SCHEMA public TO {settings.RUNTIME_ROLE};
"""


class Migration(migrations.Migration):
    initial = True
    # Django's and the libraries' tables made before keep working: GRANTS covers those that exist already.
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGinExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(TEXT_SEARCH, "DROP TEXT SEARCH CONFIGURATION parvis_fr"),
        migrations.RunSQL(ACTOR, NO_ACTOR),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        # Here and not in a second migration: libraries depend on the first one of the account's application.
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse e-mail")),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
            ],
            options={
                "verbose_name": "compte",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="account_email_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="clé")),
                ("window", models.DateTimeField(verbose_name="fenêtre")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="nombre")),
            ],
            options={
                "verbose_name": "compteur de tentatives",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "window"), name="throttle_once_per_window")
                ],
            },
        ),
    ]
