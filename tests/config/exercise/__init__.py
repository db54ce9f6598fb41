"""Tests of the generated resident."""
