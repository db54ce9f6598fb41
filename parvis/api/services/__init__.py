"""Verbs of the api room."""
