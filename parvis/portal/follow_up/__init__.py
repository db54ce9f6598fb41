"""Following a demand with its number and its code, or from one’s space."""
