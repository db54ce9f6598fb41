"""Procedures as immutable versions: forms, field types, conditions, definitions.

Owns what is asked and how an answer is checked. Knows nothing of the cases that answers make."""
