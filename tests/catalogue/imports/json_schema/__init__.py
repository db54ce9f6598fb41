"""Tests of what is read of JSON Schema."""
