"""Trying the workflow of a procedure on a fictitious case: the real engine, in a transaction that is undone.

Nothing is seen, sent or kept. Jobs that make files or call other systems are not run: who tries says what came of them.
"""
