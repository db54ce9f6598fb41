"""The builders' door: procedures of a body composed, tried, published, kept up to date.

Owns the pages of it. What a definition is, and every change made to one, belongs to the catalogue."""
