"""Verbs of the documents room."""
