"""The languages inside w.c.s. definitions."""
