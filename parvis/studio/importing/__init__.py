"""Importing what a body has elsewhere: files given, a report read, drafts made."""
