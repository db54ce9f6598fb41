"""How agents sign in: password and second factor by allauth, lockout by axes, mails by our own queue."""
