"""Middlewares of the composition root."""
