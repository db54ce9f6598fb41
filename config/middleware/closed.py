"""Closed by default: a view answers to a stranger only if it is on the reviewed list."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's own rule: sign-in is required unless the view is marked ``login_not_required``."""
