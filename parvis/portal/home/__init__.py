"""Homes of the region and of each body, search, choice of a municipality."""
