"""Outages on the desk: seen by all, declared and corrected by administrators and operators, reported by cases."""
