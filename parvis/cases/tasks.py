"""Jobs of the cases room."""
