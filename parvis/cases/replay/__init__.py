"""Logs of cases that another body treated, replayed through the services as if they happened here."""
