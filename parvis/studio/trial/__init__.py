"""Trying a form that is being written: the builder's preview, and the link by which colleagues try it."""
