"""Verbs of the channels room."""
