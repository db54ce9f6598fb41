"""Outlines apart from territories, and the indexes that find a place by name, postcode or position."""

import django.db.models.deletion
from django.db import migrations, models

# Immutable, so that an index can stand on them. Schemas are named: a restored dump has no search path.
WORDS = """
CREATE FUNCTION parvis_plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT ' ' || btrim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, $1)),
                                      '[^a-z0-9]+', ' ', 'g')) $$;

CREATE FUNCTION parvis_place_words(text, varchar[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT
PARALLEL SAFE AS $$ SELECT public.parvis_plain($1 || ' ' || array_to_string($2, ' ')) $$;
"""

NO_WORDS = "DROP FUNCTION parvis_place_words(text, varchar[]); DROP FUNCTION parvis_plain(text);"

INDEXES = """
CREATE INDEX territory_words ON organisations_territory
    USING gin (parvis_place_words(name, postcodes) gin_trgm_ops);
CREATE INDEX organisation_words ON organisations_organisation USING gin (parvis_plain(name) gin_trgm_ops);
CREATE INDEX outline_box ON organisations_outline USING gist (box(point(west, south), point(east, north)));
"""

NO_INDEXES = "DROP INDEX territory_words; DROP INDEX organisation_words; DROP INDEX outline_box;"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_bodies_teams_agents")]

    operations = [
        migrations.CreateModel(
            name="Outline",
            fields=[
                (
                    "territory",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outline",
                        serialize=False,
                        to="organisations.territory",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "geometry",
                    models.JSONField(help_text="GeoJSON, MultiPolygon.", verbose_name="géométrie"),
                ),
                ("west", models.FloatField(verbose_name="limite ouest")),
                ("south", models.FloatField(verbose_name="limite sud")),
                ("east", models.FloatField(verbose_name="limite est")),
                ("north", models.FloatField(verbose_name="limite nord")),
            ],
            options={"verbose_name": "contour"},
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]
