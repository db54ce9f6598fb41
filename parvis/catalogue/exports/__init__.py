"""Definitions written for other products, and for another Parvis."""
