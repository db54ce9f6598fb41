"""Pure arithmetic of calendars and legal clocks: dates in, dates out.

Owns no table, reads no clock, knows no case. Each rule is a function with its article in the docstring.
"""
