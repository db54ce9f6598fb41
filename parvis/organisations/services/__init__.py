"""Verbs of the organisations room."""
