"""Verbs of the catalogue room."""
