"""Reproducible measures of the product, against the real servers: ``bin/bench``."""
