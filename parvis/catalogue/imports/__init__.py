"""Luggage: turning what bodies already have elsewhere into our definitions, nothing dropped silently.

One importer is one file or folder here (``registry.py`` tells what it declares); reading writes nothing anywhere.
"""
