"""How residents enter their personal space: a one-time link by e-mail."""
