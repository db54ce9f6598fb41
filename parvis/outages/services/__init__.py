"""Verbs of the outages room."""
