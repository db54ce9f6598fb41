"""What every room stands on: actor, registry, errors, events, journal arithmetic, jobs, row security.

Owns the account (a means to sign in) and the database plumbing. Imports no other room and knows no business word.
"""
