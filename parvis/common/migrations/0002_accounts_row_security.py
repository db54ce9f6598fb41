"""Accounts under row security: their own, the system, and whoever signs in; nobody else reads an address."""

from django.conf import settings
from django.db import migrations

from parvis.common.row_security import ACCOUNT, SIGNING_IN, SYSTEM, enable, policy

FUNCTIONS = f"""
CREATE FUNCTION parvis_actor_account() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (parvis_actor()->>'account')::bigint $$;

CREATE FUNCTION parvis_actor_is_signing_in() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce((parvis_actor()->>'signing_in')::boolean, false) $$;

-- Whether an agent may still act is read by all who work with them; their address is not.
CREATE FUNCTION parvis_account_is_active(account bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce((SELECT is_active FROM common_account WHERE id = account), false) $$;
REVOKE ALL ON FUNCTION parvis_account_is_active(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION parvis_account_is_active(bigint) TO {settings.RUNTIME_ROLE};
"""
NO_FUNCTIONS = """
DROP FUNCTION parvis_account_is_active(bigint); DROP FUNCTION parvis_actor_is_signing_in();
DROP FUNCTION parvis_actor_account();
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_row_security")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        policy("common_account", "own_account", using=f"id = {ACCOUNT} OR {SIGNING_IN} OR {SYSTEM}"),
        enable("common_account"),
    ]
