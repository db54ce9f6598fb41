"""Models of the catalogue room."""
