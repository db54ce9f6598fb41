"""Factories of every room's rows."""
