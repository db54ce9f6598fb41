"""Scenarios, one family a file."""
