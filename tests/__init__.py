"""Tests: the tree mirrors ``parvis/``; ``harness/`` is what runs them, ``factories/`` what they arrange with."""
