"""Scans of post: a pile is cut into letters by a process of its own, that a hostile file may end without harm."""
