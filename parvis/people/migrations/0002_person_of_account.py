"""The one way from an account that has just signed in to its person, under row security: an id, nothing else."""

from django.db import migrations

PERSON_OF_ACCOUNT = """
CREATE FUNCTION parvis_person_of_account(bigint) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT id FROM people_person WHERE account_id = $1 $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_persons")]

    operations = [
        migrations.RunSQL(PERSON_OF_ACCOUNT, "DROP FUNCTION parvis_person_of_account(bigint)"),
    ]
