"""Kinds of journal entries, one family a file; found by ``parvis.cases.journal.kinds``."""
