"""Calls: those to make, those that came, what was said and promised."""
