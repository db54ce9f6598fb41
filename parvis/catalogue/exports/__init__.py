"""Definitions written for another Parvis (``bundle``) and for other products (``registry``, one file a format)."""
