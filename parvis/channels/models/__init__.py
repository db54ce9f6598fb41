"""Models of the channels room."""
