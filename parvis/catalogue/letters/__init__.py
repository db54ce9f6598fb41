"""Letters written by a body: a document of parts, read, checked and compiled here; drawn by the rooms above."""
