"""The page of a case and every gesture on it."""
