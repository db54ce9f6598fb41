"""Tests of what is read of XLSForm."""
