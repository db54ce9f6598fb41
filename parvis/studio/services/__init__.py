"""Writes of the studio's own: remarks, links by which a form is tried."""
