"""Transports of messages: what leaves, to where, by which adapter, and what became of it.

Owns messages and their states. Knows nothing of cases: a message names what it is about by an id it does not read.
"""
