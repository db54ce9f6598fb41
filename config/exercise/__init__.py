"""Trying procedures as a resident does: a generated person fills and lodges each through the pages, without script.

Everything happens in one transaction a path, that is undone: nothing of it is ever seen, sent or kept.
"""
