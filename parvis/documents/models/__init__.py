"""Models of the documents room."""
