"""Extensions, French text search, and the functions by which policies read who acts. Before any table of ours."""

from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

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
    ]
