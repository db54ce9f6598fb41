"""Jobs of the people room."""
