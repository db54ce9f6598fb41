"""Models of the cases room."""
