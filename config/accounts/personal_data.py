"""The personal data that the sign-in libraries keep. None of it leaves with a case: it goes with the account."""

from parvis.common.personal_data import Category, Declaration, declare

_ATTEMPT = {"username": Category.CONTACT, "ip_address": Category.TECHNICAL, "user_agent": Category.TECHNICAL}

declare(
    Declaration("account.EmailAddress", {"email": Category.CONTACT}),
    Declaration("account.EmailConfirmation", {"email_address": Category.CONTACT}),
    Declaration("mfa.Authenticator", {"data": Category.TECHNICAL}),
    Declaration("axes.AccessAttempt", _ATTEMPT),
    Declaration("axes.AccessAttemptExpiration", {"access_attempt": Category.TECHNICAL}),
    Declaration("axes.AccessFailureLog", _ATTEMPT),
    Declaration("axes.AccessLog", _ATTEMPT),
)
