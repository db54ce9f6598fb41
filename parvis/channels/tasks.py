"""Jobs of the channels room."""
