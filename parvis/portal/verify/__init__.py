"""Checking that a receipt or a decision is genuine."""
