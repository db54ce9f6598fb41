"""Kinds of clocks, one a file; found by ``parvis.cases.clocks.clock_kinds``."""
