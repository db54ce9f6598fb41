"""What the sign-in libraries keep of people, under row security as our own tables are."""

from django.db import migrations

from parvis.common.row_security import ACCOUNT, SIGNING_IN, SYSTEM, enable, policy

OWN = {
    "account_emailaddress": f"user_id = {ACCOUNT}",
    "mfa_authenticator": f"user_id = {ACCOUNT}",
    "account_emailconfirmation": "false",
    "axes_accessattempt": "false",
    "axes_accessattemptexpiration": "false",
    "axes_accessfailurelog": "false",
    "axes_accesslog": "false",
}


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("common", "0002_accounts_row_security"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("axes", "0010_accessattemptexpiration"),
    ]
    operations = [
        operation
        for table, own in OWN.items()
        for operation in (
            policy(table, "signing_in", using=f"{own} OR {SIGNING_IN} OR {SYSTEM}"),
            enable(table),
        )
    ]
