"""Signing a demand of someone else, by the link received."""
