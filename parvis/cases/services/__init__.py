"""Verbs of the cases room."""
