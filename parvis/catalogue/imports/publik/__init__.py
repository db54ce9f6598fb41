"""Publik: forms, blocks, cards and data sources of w.c.s. as procedures, blocks, tables and sources of ours.

``xml`` → ``documents`` (what the elements say) → ``forms``, ``questions``, ``kinds`` (field by field) with ``language``
(conditions, templates, formulas). Nothing is dropped in silence: ``leftovers`` and the report tell of the rest.
"""

from parvis.catalogue.imports.publik.importer import Publik

__all__ = ["Publik"]
