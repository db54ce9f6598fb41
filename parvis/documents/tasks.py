"""Jobs of the documents room."""
