"""Persons who ask: identity, contact, preferred channel, consent to electronic exchanges.

Accounts are common's; what a person asked is the cases'."""
