"""Parvis, the shared one-stop desk of a territory's public bodies."""

__version__ = "0.1.0"
