"""Models of the people room."""
