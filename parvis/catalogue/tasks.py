"""Jobs of the catalogue room."""
